"""A program in a terminal of its own, and what a person would feel of it."""
import ctypes
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ARROWS = {"up": b"A", "down": b"B"}
CODES = {"page-down": b"\x1b[6~", "backspace": b"\x7f", "control-u": b"\x15"}
# What moves the cursor, sets colours and modes: not what a person reads.
CONTROL = re.compile(rb"\x1b\[[0-9;:?<=>!]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-Za-z]|\x1b.|[\x00-\x1f\x7f]")
LIBC = ctypes.CDLL(None, use_errno=True)


class Gone(Exception):
    """The program ended, or never showed what was waited for."""


class Press:
    """What one key led to: seconds to the first and to the last byte, bytes, and seconds of CPU."""

    def __init__(self, first, settled, size, cpu):
        self.first, self.settled, self.size, self.cpu = first, settled, size, cpu


class Program:
    """`quiet` is how long a program writes nothing once it has drawn what a key led to, in seconds."""

    def __init__(self, name, command, environment=None, quiet=0.04, columns=120, rows=40, folder=None):
        self.name, self.quiet = name, quiet
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        surroundings = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        surroundings.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}, **(environment or {}))
        terminal = os.ttyname(theirs)
        actions = [(os.POSIX_SPAWN_OPEN, 0, terminal, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        here = os.getcwd()
        os.chdir(folder or here)
        self.begun = time.monotonic()
        # Spawned, not forked: a fork of this process would be a part of the time to the first paint.
        self.pid = os.posix_spawnp(command[0], command, surroundings, file_actions=actions, setsid=True)
        os.chdir(here)
        os.close(theirs)
        self.output, self.last = bytearray(), None
        self.arrow = b"\x1b["

    def read(self, seconds):
        """Takes what comes within the time; whether anything did."""
        if not select.select([self.ours], [], [], max(0, seconds))[0]:
            return False
        try:
            data = os.read(self.ours, 1 << 18)
        except OSError:
            data = b""
        if not data:
            raise Gone(f"{self.name} ended: {self.text()[-300:]!r}")
        self.last = time.monotonic()
        self.output += data
        return True

    def text(self):
        """What can be read of everything that was written."""
        return CONTROL.sub(b" ", bytes(self.output)).decode("utf-8", "replace")

    def wait_for(self, pattern, limit=60):
        """Seconds from the start until the pattern can be read; a number is that of characters."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            text = self.text()
            if len("".join(text.split())) >= pattern if isinstance(pattern, int) else re.search(pattern, text):
                return self.last - self.begun
            self.read(end - time.monotonic())
        raise Gone(f"{self.name} never showed {pattern}: {self.text()[-300:]!r}")

    def settle(self, quiet=None, limit=30):
        end = time.monotonic() + limit
        while time.monotonic() < end and self.read(quiet or self.quiet):
            pass

    def ready(self):
        """It is started, and what it wrote is of no interest any more but for how it wants its cursor keys."""
        self.arrow = b"\x1bO" if b"\x1b[?1h" in self.output else b"\x1b["
        self.output.clear()
        return self

    def press(self, key, limit=3):
        """Writes one key (or a text in one piece) and waits until what it led to is drawn."""
        data = self.arrow + ARROWS[key] if key in ARROWS else CODES.get(key, key.encode())
        while self.read(0):
            pass
        size, cpu, begun = len(self.output), self.cpu(), time.monotonic()
        os.write(self.ours, data)
        if not self.read(limit):
            raise Gone(f"{self.name} does nothing at {key}")
        first = self.last - begun
        while time.monotonic() < begun + limit and self.read(self.quiet):
            pass
        return Press(first, self.last - begun, len(self.output) - size, self.cpu() - cpu)

    def cpu(self):
        """Seconds of CPU of the program, those of its ended threads included, to the nanosecond."""
        clock = ctypes.c_int()
        if LIBC.clock_getcpuclockid(self.pid, ctypes.byref(clock)) != 0:
            raise Gone(f"{self.name} ended")
        return time.clock_gettime_ns(clock.value) / 1e9

    def private_memory(self):
        """KiB that are its own alone and not a file's (Private_Dirty)."""
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as file:
            return int(re.search(r"^Private_Dirty:\s*(\d+)", file.read(), re.M).group(1))

    def wakeups(self):
        """How often each of its threads went to sleep by itself, each of which is followed by a wake-up."""
        counts = {}
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            try:
                with open(f"/proc/{self.pid}/task/{thread}/status", encoding="utf-8") as file:
                    counts[thread] = int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", file.read(), re.M).group(1))
            except FileNotFoundError:
                pass
        return counts

    def close(self):
        """Ends the program and everything in its session."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:
                break
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.ours)
                    return
                try:
                    self.read(0.02)
                except Gone:
                    time.sleep(0.01)
        os.close(self.ours)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def watch(programs, seconds):
    """Lets programs run side by side and reads what they write: for each its bytes, seconds of CPU and wake-ups.

    A thread that ended meanwhile takes its last wake-ups along."""
    before = [(len(program.output), program.cpu(), program.wakeups()) for program in programs]
    by_terminal = {program.ours: program for program in programs}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for terminal in select.select(list(by_terminal), [], [], left)[0]:
            by_terminal[terminal].read(0)
    after = [(len(program.output), program.cpu(), program.wakeups()) for program in programs]
    return [
        (size - old_size, cpu - old_cpu, sum(count - old_counts.get(thread, 0) for thread, count in counts.items()))
        for (size, cpu, counts), (old_size, old_cpu, old_counts) in zip(after, before)
    ]
