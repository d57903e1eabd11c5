"""The processes that are measured: the peers, which speak the peer protocol, and Bijou's build."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import bench
import cli

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARIES = ROOT / "benchmarks" / "target" / "lib"
START_SECONDS = 120
QUIT_SECONDS = 10


class Peer:
    """A process that speaks the peer protocol. One that is late or ends is stopped, and started again for the next
    work."""

    def __init__(self, name, threads, limit):
        self.name = name
        self.threads = threads
        self.limit = limit
        self.hello = {"versions": {}}
        self.process = None

    def __enter__(self):
        self._start()
        return self

    def __exit__(self, *_):
        self._stop()

    def prepare(self, job, data):
        self.milliseconds, self.parameters, self.error, self.late, self.extra = [], None, None, None, {}
        if self.process is None:
            self._start()
        answer = self._ask(f"prepare {job} {data}")
        self.parameters = answer.get("parameters")

    def measure(self, seconds):
        if self.error:
            return
        answer = self._ask(f"measure 100000 {seconds}")
        self.milliseconds += answer.pop("ms", [])
        self.extra = {k: v for k, v in answer.items() if k not in ("work", "error")}

    def _ask(self, line):
        try:
            print(line, file=self.process.stdin, flush=True)
        except OSError:
            pass  # the process has ended: _answer says so
        answer = self._answer(self.limit)
        self.error = answer.get("error")
        if self.error:
            self.milliseconds = []
            print(f"{self.error} ({line.split()[0]})", file=sys.stderr)
        return answer

    def _answer(self, seconds):
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            self._kill()
            self.late = seconds
            return {"error": f"{self.name}: no answer within {seconds:g} s"}
        if not line:
            status = self.process.wait()
            self._kill()
            return {"error": f"{self.name}: ended with status {status}"}
        return json.loads(line)

    def _start(self):
        self.process = subprocess.Popen(
            [*command(self.name), "--threads", str(self.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if self.name == "bijou" else subprocess.DEVNULL,
            text=True,
            env=environment(),
            preexec_fn=lambda: bench.pin(self.threads),
        )
        self.answers = queue.Queue()
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout, self.answers), daemon=True)
        self.reader.start()
        hello = self._answer(START_SECONDS)
        if "error" in hello:
            cli.fail(f"{hello['error']} when started")
        self.hello = hello

    @staticmethod
    def _read(stream, answers):
        for line in stream:
            answers.put(line)
        answers.put("")

    def _stop(self):
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(QUIT_SECONDS)
        self._kill()

    def _kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        self.process = None


def environment():
    """That of this process, without what would slow the peers' linear algebra down."""
    return {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}


def command(name):
    if name != "bijou":
        return [sys.executable, str(HERE / "bench.py"), name]
    return java("dev.bijou.benchmark.Peer")


def java(main):
    """Starts a main class of the benchmarks with the options that ./bijou starts Java with."""
    program = Path(os.environ["JAVA_HOME"], "bin", "java")
    options = ["-XX:+UseParallelGC", "--add-modules=jdk.incubator.vector"]
    return [str(program), *options, "-cp", f"{LIBRARIES}/*", main]


def build():
    """Builds Bijou where its sources are newer than what was built."""
    if not os.environ.get("JAVA_HOME"):
        cli.fail("needs a JDK of version 25 or later; install one or set JAVA_HOME to its folder")
    built = LIBRARIES / "benchmarks.jar"
    modules = ("core", "tables", "speech", "benchmarks")
    sources = [f for m in modules for f in (ROOT / m / "src" / "main").rglob("*.java")]
    if built.exists() and all(f.stat().st_mtime < built.stat().st_mtime for f in sources):
        return
    maven = ["./mvnw", "-q", "-ntp", "-B", "-Dmaven.test.skip=true", "-pl", "benchmarks", "-am", "package"]
    if subprocess.run(maven, cwd=ROOT, stdout=sys.stderr).returncode:
        cli.fail("Bijou does not build (see above)")
