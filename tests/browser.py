"""A real browser for tests: Debian's chromium, headless, spoken to through two named pipes."""

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")

FOUND = next(filter(None, map(shutil.which, NAMES)), None)

PATIENCE = 30
"""Seconds until a browser that does not answer is given up."""

_OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

KEY_CODES = {"Escape": 27, "Enter": 13, "Tab": 9}


class Browser:
    """One tab. Commands and events are those of the Chrome DevTools Protocol."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self._hastened = ""
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Give a command and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        while (answer := self._read()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, (method, answer)
        return dict(answer["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._back], [], [], PATIENCE)[0], "the browser does not answer"
            more = os.read(self._back, 1 << 20)
            assert more, "the browser is gone"
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(first))

    def wait(self, event: str) -> None:
        """Wait for an event that has not come since the last page was opened."""
        while not any(each.get("method") == event for each in self.events):
            self.events.append(self._read())

    def open(self, page: Path, hash_: str = "") -> float:
        """Open a page afresh; the seconds until it was loaded."""
        for url in ("about:blank", page.as_uri() + hash_):
            self.events.clear()
            start = time.perf_counter()
            self.send("Page.navigate", url=url)
            self.wait("Page.loadEventFired")
        return time.perf_counter() - start

    def run(self, code: str) -> Any:
        """The value of an expression of JavaScript; a promise is waited for."""
        answer = self.send(
            "Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, one after another, as on a keyboard."""
        for key in keys:
            code = KEY_CODES.get(key, ord(key[0].upper()))
            text = {} if key in KEY_CODES else {"text": key}
            self.send(
                "Input.dispatchKeyEvent",
                type="keyDown",
                key=key,
                windowsVirtualKeyCode=code,
                **text,
            )
            self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def hasten(self, times: float) -> None:
        """Let the clocks of pages opened from now on wait so many times less; 1 is real time."""
        if self._hastened:
            self.send("Page.removeScriptToEvaluateOnNewDocument", identifier=self._hastened)
        answer = self.send(
            "Page.addScriptToEvaluateOnNewDocument",
            source="{ const wait = window.setTimeout; window.setTimeout ="
            f" (done, ms, ...rest) => wait(done, ms / {times}, ...rest); }}",
        )
        self._hastened = answer["identifier"]

    def size(self, width: int, height: int) -> None:
        """Set the size of the window, in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def media(self, medium: str = "", **features: str) -> None:
        """Pretend to be on paper, or that the reader prefers something."""
        listed = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.send("Emulation.setEmulatedMedia", media=medium, features=listed)

    def picture(self, path: Path) -> None:
        """Write what the window shows to a PNG file."""
        data = self.send("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def requests(self) -> list[str]:
        """What was asked for since the page was opened, the page itself included."""
        sent = [e for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def complaints(self) -> list[str]:
        """What the browser logged, and errors that nobody caught, since the page was opened."""
        self.run("0")
        found = []
        for event in self.events:
            if event.get("method") == "Log.entryAdded":
                found.append(event["params"]["entry"]["text"])
            elif event.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
                found.append(json.dumps(event["params"]))
        return found


@contextmanager
def started(folder: Path) -> Iterator[Browser]:
    """A browser whose profile lies in an empty folder, ended when it is no longer needed."""
    assert FOUND is not None
    to, back = folder / "to", folder / "back"
    os.mkfifo(to)
    os.mkfifo(back)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # it cannot be had as root
    command = [FOUND, *_OPTIONS, *sandbox, f"--user-data-dir={folder / 'profile'}"]
    # The pipes have to be the descriptors 3 and 4, which only a shell gives without a fork hook.
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" 3<"$TO" 4>"$BACK"', "sh", *command],
        env=os.environ | {"TO": str(to), "BACK": str(back)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    writer, reader = os.open(to, os.O_WRONLY), os.open(back, os.O_RDONLY)
    try:
        yield Browser(writer, reader)
    finally:
        os.close(writer)  # the browser ends when nobody can speak to it any more
        os.close(reader)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
