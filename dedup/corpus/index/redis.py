"""A live index that several processes share: `datasketch.MinHashLSH` on Redis, 6.2 or later.

A passage is added in two steps, either of which a crash may be the end of: its bands, under a token
that nobody else has, which takes many commands; then, in one transaction, its text and last the
mark that makes the token the one of its name. Readers take a token for nothing until its name is
marked with it. So there is no moment at which half of an entry could be found; what crashes leave
is swept.

    PREFIX:form             what the index was made with
    PREFIX:lsh...           datasketch's own: tokens by band
    PREFIX:claim:TOKEN      when it was begun; gone when it is marked
    PREFIX:entry:TOKEN      name and text
    PREFIX:mark:NAME        the token that counts
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

import redis
from datasketch import MinHashLSH

from dedup.corpus.index.form import form
from dedup.corpus.index.journal import fits
from dedup.corpus.index.live import BANDS, MOST, ROWS, Hit, Judge, signature_of
from dedup.duplicates.signatures import NUM_PERM
from dedup.errors import UsageError
from dedup.model import Settings

_ABANDONED = 3600.0


class RedisIndex:
    """An `Index` on a Redis server.

    Args:
        server: how to reach it, as `redis.Redis` takes it: `host`, `port`, `unix_socket_path`, ...
        prefix: what all keys of the index begin with.
        settings: how alike passages must be.

    Raises:
        UsageError: what stands under the prefix was made with something that does not fit.
        redis.RedisError: from any call, when the server cannot be reached.
    """

    def __init__(
        self, server: Mapping[str, Any], prefix: str = "dedup", settings: Settings | None = None
    ) -> None:
        self._prefix = prefix
        self._judge = Judge(settings)
        self._redis: Any = redis.Redis(**server)
        pool = self._redis.connection_pool
        self._redis.set(self._key("form"), json.dumps(form()), nx=True)
        fits(
            json.loads(self._redis.get(self._key("form")) or b"{}"), f"{prefix}: the index on Redis"
        )
        storage = {
            "type": "redis",
            "basename": self._key("lsh"),
            "redis": {"connection_pool": pool},
        }
        # Without pickle: whoever may write to the server could have it run anything.
        self._lsh = MinHashLSH(
            params=(BANDS, ROWS), num_perm=NUM_PERM, storage_config=storage, prepickle=False
        )

    def add(self, name: str, text: str) -> None:
        """Add a passage, in place of what had its name; others find it when this returns."""
        signature = signature_of(text)
        if signature is None:
            raise ValueError("a passage without letters and figures cannot be found again")
        token = uuid4().hex.encode()
        self._redis.set(self._key("claim", token), time.time())
        self._lsh.insert(token, signature, check_duplication=False)
        before = self._mark(token, name, text)
        if before is not None:
            self._drop(before)

    def query(self, text: str) -> list[Hit]:
        """The passages that a text repeats."""
        signature = signature_of(text)
        if signature is None:
            return []
        tokens = sorted(self._lsh.query(signature))
        known: list[tuple[str, str]] = []
        # What crashes left does not count among the most that are compared.
        while tokens and len(known) < MOST:
            known += self._whole(tokens[:MOST]).values()
            tokens = tokens[MOST:]
        return self._judge.hits(text, known[:MOST])

    def remove(self, name: str) -> bool:
        """Remove a passage; whether there was one."""
        token = self._redis.getdel(self._key("mark", name.encode()))
        if token is not None:
            self._drop(token)
        return token is not None

    def sweep(self, older: float = _ABANDONED) -> int:
        """Remove what crashed writers left.

        Args:
            older: what was begun so many seconds ago counts as left; who is still at it is told so.

        Returns:
            How many entries that were.
        """
        swept = 0
        start = len(self._key("claim", b""))
        for key in self._redis.scan_iter(_literal(self._key("claim", b"")) + b"*"):
            since = self._redis.get(key)
            # The claim goes first: its writer can no longer mark what is taken apart here.
            if since is not None and time.time() - float(since) >= older:
                swept += self._redis.delete(key)
                self._drop(key[start:])
        start = len(self._key("entry", b""))
        for key in self._redis.scan_iter(_literal(self._key("entry", b"")) + b"*"):
            if key[start:] not in self._whole([key[start:]]):
                swept += 1
                self._drop(key[start:])
        return swept

    def close(self) -> None:
        """Let the connections go."""
        self._redis.connection_pool.disconnect()

    def _mark(self, token: bytes, name: str, text: str) -> bytes | None:
        """Make an entry count, at once and whole; the token that counted before."""
        claim = self._key("claim", token)
        with self._redis.pipeline(transaction=True) as commands:
            try:
                commands.watch(claim)
                if not commands.exists(claim):
                    raise redis.WatchError
                commands.multi()
                commands.hset(self._key("entry", token), mapping={"name": name, "text": text})
                commands.delete(claim)
                commands.set(self._key("mark", name.encode()), token, get=True)
                before: bytes | None = commands.execute()[-1]
            except redis.WatchError:
                raise UsageError(
                    f"{name}: was swept before it was whole\nadd it again, or sweep later"
                ) from None
        return before

    def _whole(self, tokens: list[bytes]) -> dict[bytes, tuple[str, str]]:
        """The names and texts of those of some tokens that count."""
        with self._redis.pipeline(transaction=False) as commands:
            for token in tokens:
                commands.hmget(self._key("entry", token), "name", "text")
            rows = commands.execute()
            known = [(t, n, text) for t, (n, text) in zip(tokens, rows, strict=True) if n]
            for _, name, _ in known:
                commands.get(self._key("mark", name))
            marks = commands.execute()
        return {
            token: (name.decode(), text.decode())
            for (token, name, text), mark in zip(known, marks, strict=True)
            if mark == token
        }

    def _drop(self, token: bytes) -> None:
        """Remove what stands under a token that does not count."""
        with suppress(ValueError):  # no band was written
            self._lsh.remove(token)
        self._redis.delete(self._key("entry", token))

    def _key(self, kind: str, of: bytes | None = None) -> bytes:
        key = f"{self._prefix}:{kind}".encode()
        return key if of is None else key + b":" + of


def _literal(key: bytes) -> bytes:
    """A key as a pattern that it alone matches."""
    return b"".join(b"\\" + bytes([c]) if c in b"*?[]\\^" else bytes([c]) for c in key)
