"""Live indexes: in a file, and on a real Redis server."""

import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("redis", reason="redis is not installed: nothing to test")

from dedup.corpus.index.journal import FileIndex
from dedup.corpus.index.live import Index
from dedup.corpus.index.redis import RedisIndex
from dedup.errors import InputError, UsageError

FERRY = (
    "The ferry to the island leaves the old harbour at half past seven, and whoever misses it "
    "waits until the tide has turned, which in autumn may be late in the afternoon."
)
MISREAD = FERRY.replace("ferry", "fcrry").replace("tide", "tlde").replace("autumn", "autunm")
MILL = (
    "Below the weir stands a mill that has ground no corn since the war; its wheel was sold, and "
    "the miller's grandson keeps bees in the loft where the sacks used to hang."
)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[dict]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed: the index on Redis is not tested")
    folder = tmp_path_factory.mktemp("redis")
    path = folder / "redis.sock"
    if len(str(path)) > 100:
        pytest.skip("the path of a socket would be too long")
    options = ["--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(folder)]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until:
                with socket.socket(socket.AF_UNIX) as line:
                    if line.connect_ex(str(path)) == 0:
                        break
                time.sleep(0.02)
            yield {"unix_socket_path": str(path)}
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(params=["file", "redis"])
def index(request, tmp_path) -> Iterator[Index]:
    if request.param == "file":
        own = FileIndex(tmp_path / "index.jsonl")
    else:
        prefix = f"t[{random.random()}]*"
        own = RedisIndex(request.getfixturevalue("server"), prefix)
    yield own
    own.close()


@pytest.fixture
def connect(server) -> Iterator:
    """Makes indexes, and closes them."""
    made = []

    def one(prefix: str) -> RedisIndex:
        made.append(RedisIndex(server, prefix))
        return made[-1]

    yield one
    for each in made:
        each.close()


class TestBoth:
    def test_what_was_added_is_found(self, index):
        assert index.query(FERRY) == []
        index.add("a", FERRY)
        index.add("b", MILL)
        (hit,) = index.query(FERRY)
        assert (hit.name, hit.text, hit.rule, hit.similarity) == ("a", FERRY, "exact-repeat", 1.0)
        (hit,) = index.query(MISREAD)
        assert (hit.name, hit.rule, hit.doubt) == ("a", "near-repeat", "")
        assert hit.similarity > 0.9
        (hit,) = index.query(FERRY.replace("harbour", "station"))
        assert hit.doubt
        assert (
            index.query(FERRY.replace("seven", "eight")) == []
            or index.query(FERRY.replace("seven", "eight"))[0].doubt
        )

    def test_what_was_removed_is_not(self, index):
        index.add("a", FERRY)
        assert index.remove("a")
        assert not index.remove("a")
        assert index.query(FERRY) == []
        index.add("a", FERRY)
        assert [hit.name for hit in index.query(FERRY)] == ["a"]

    def test_a_name_stands_for_its_last_passage(self, index):
        index.add("a", FERRY)
        index.add("a", MILL)
        assert index.query(FERRY) == []
        assert [hit.text for hit in index.query(MILL)] == [MILL]

    def test_nothing_says_nothing(self, index):
        with pytest.raises(ValueError, match="without letters"):
            index.add("a", "— · —")
        assert index.query("…") == []


class TestFile:
    def test_it_stays_and_a_cut_line_is_nothing(self, tmp_path):
        path = tmp_path / "index.jsonl"
        for text in (FERRY, MILL):
            own = FileIndex(path)
            own.add(text[:3], text)
            own.close()
        whole = path.read_bytes()
        at = whole.rfind(b"\n", 0, -1) + 1
        for cut in (at, at + 1, len(whole) // 2 + at // 2, len(whole) - 1):
            path.write_bytes(whole[:cut])
            own = FileIndex(path)
            assert [hit.name for hit in own.query(FERRY)] == ["The"]
            assert own.query(MILL) == []
            own.add("Bel", MILL)
            assert [hit.name for hit in own.query(MILL)] == ["Bel"]
            own.close()
            assert path.read_bytes() == whole

    def test_what_does_not_fit_is_refused(self, tmp_path):
        path = tmp_path / "index.jsonl"
        FileIndex(path).close()
        path.write_text(path.read_text().replace("fnv1a32", "sha1"))
        with pytest.raises(UsageError, match="made with hash sha1-codepoints, not fnv1a32"):
            FileIndex(path)
        for text in ("Dear all", "Dear all\n", "[]\n"):
            path.write_text(text)
            with pytest.raises(InputError, match="is no live index"):
                FileIndex(path)
            assert path.read_text() == text


WRITER = """
import sys
from dedup.corpus.index.redis import RedisIndex
own = RedisIndex({"unix_socket_path": sys.argv[1]}, sys.argv[2])
for k in range(10**6):
    own.add(f"{sys.argv[3]}-{k}", sys.argv[4] + f" {k:b}".replace("0", " or").replace("1", " and"))
    print(k, flush=True)
"""


class TestRedis:
    def test_one_index_for_several(self, connect):
        one, other = connect("shared"), connect("shared")
        one.add("a", FERRY)
        assert [hit.name for hit in other.query(MISREAD)] == ["a"]
        other.remove("a")
        assert one.query(FERRY) == []
        assert connect("apart").query(FERRY) == []

    def test_the_example_of_the_page_runs(self, server):
        page = Path(__file__).parents[1] / "docs" / "corpus.md"
        example = page.read_text().split("```py\n")[2].partition("```")[0]
        example = example.replace('{"host": "localhost", "port": 6379}', repr(server))
        names: dict = {"passage": FERRY}
        exec(compile(example, "corpus.md", "exec"), names)
        assert [hit.name for hit in names["index"].query(MISREAD)] == ["page-17"]
        names["index"].close()

    def test_what_does_not_fit_is_refused(self, connect):
        own = connect("made")
        own._redis.set("made:form", own._redis.get("made:form").replace(b'"seed": 1', b'"seed": 2'))
        with pytest.raises(UsageError, match=r"made: the index on Redis: .* seed 2, not 1"):
            connect("made")

    def test_at_whatever_command_a_writer_stops_nothing_half_is_found(self, connect, monkeypatch):
        """Every command to the server in turn is the last one."""
        import redis

        reader = connect("stopped")
        send = redis.connection.Connection.send_packed_command
        stops = 0
        for last in range(400):
            writer = connect("stopped")
            left = [last]

            def stop(self, *args, left=left, **more):
                left[0] -= 1
                if left[0] < 0:
                    raise KeyboardInterrupt if left[0] == -1 else redis.ConnectionError
                return send(self, *args, **more)

            name = f"w{last}"
            with monkeypatch.context() as patch:
                for kind in (redis.connection.Connection, redis.UnixDomainSocketConnection):
                    patch.setattr(kind, "send_packed_command", stop)
                try:
                    writer.add(name, FERRY)
                    done = True
                except KeyboardInterrupt:
                    done = False
            writer.close()
            hits = reader.query(FERRY)
            assert [hit.name for hit in hits] == ([name] if done else [])
            assert all(hit.text == FERRY for hit in hits)
            if done:
                break
            stops += 1
        assert stops > 30
        assert reader.sweep(older=3600) == 0
        assert reader.sweep(older=0) >= stops - 2
        assert [hit.name for hit in reader.query(FERRY)] == [name]
        reader.remove(name)
        left = sorted(reader._redis.scan_iter("stopped:*"))
        assert left == [b"stopped:form"]

    def test_a_killed_writer_leaves_nothing_half(self, server, connect):
        reader = connect("killed")
        path = server["unix_socket_path"]
        rng = random.Random(3)
        for k in range(4):
            with subprocess.Popen(
                [sys.executable, "-c", WRITER, path, "killed", f"w{k}", MILL],
                stdout=subprocess.PIPE,
            ) as writer:
                told = [writer.stdout.readline() for _ in range(3)]
                time.sleep(rng.uniform(0, 0.02))
                writer.send_signal(signal.SIGKILL)
                told += writer.stdout.read().splitlines()
            names = {f"w{k}-{int(n)}" for n in told if n.strip()}
            marked = {
                key.decode().rpartition(":")[2] for key in reader._redis.scan_iter("killed:mark:*")
            }
            assert names <= marked
            for hit in reader.query(f"{MILL} and"):
                assert hit.text.startswith(MILL)
                assert hit.name in marked
        reader.sweep(older=0)
        assert not list(reader._redis.scan_iter("killed:claim:*"))

    def test_what_was_replaced_or_removed_is_gone_though_its_writer_crashed(
        self, connect, monkeypatch
    ):
        reader, writer = connect("replaced"), connect("replaced")
        writer.add("a", FERRY)

        def crash(token):
            raise KeyboardInterrupt

        monkeypatch.setattr(writer, "_drop", crash)
        with pytest.raises(KeyboardInterrupt):
            writer.add("a", MILL)
        assert reader.query(FERRY) == []
        assert [hit.name for hit in reader.query(MILL)] == ["a"]
        with pytest.raises(KeyboardInterrupt):
            writer.remove("a")
        assert reader.query(MILL) == []
        assert reader.sweep() == 2
        assert list(reader._redis.scan_iter("replaced:*")) == [b"replaced:form"]

    def test_who_is_swept_while_at_it_is_told(self, connect, monkeypatch):
        own = connect("swept")
        insert = own._lsh.insert

        def slowly(*args, **more):
            insert(*args, **more)
            assert connect("swept").sweep(older=0) == 1

        monkeypatch.setattr(own._lsh, "insert", slowly)
        with pytest.raises(UsageError, match="was swept before it was whole"):
            own.add("a", FERRY)
        assert own.query(FERRY) == []
        assert list(own._redis.scan_iter("swept:*")) == [b"swept:form"]
