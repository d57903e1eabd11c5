"""Spark for the benchmarks: sessions, and what their processes take."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import Iterator, List, Optional

from pyspark.sql import SparkSession


def start(executors: int = 0, cores: int = 1, memory: str = "1g", packages: str = "") -> SparkSession:
    """A session in one process of `cores` threads, or with executors of one core in processes of their own."""
    os.environ.setdefault("SPARK_SCALA_VERSION", "2.13")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    import pyspark

    home = Path(pyspark.__file__).parent
    if executors and not (home / "RELEASE").exists():
        (home / "RELEASE").touch()  # or Spark takes it for its own source tree
    os.environ["SPARK_HOME"] = str(home)
    megabytes = int(memory[:-1]) * (1024 if memory.endswith("g") else 1)
    master = f"local-cluster[{executors},1,{megabytes}]" if executors else f"local[{cores}]"
    java = "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    builder = (
        SparkSession.builder.master(master)
        .appName("bijou-benchmark")
        .config("spark.jars", os.environ["BIJOU_SPARK_JAR"])
        .config("spark.driver.memory", "2g")
        .config("spark.executor.memory", memory)
        .config("spark.executor.extraJavaOptions", java)
        .config("spark.executorEnv.JAVA_HOME", os.environ["JAVA_HOME"])
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.scheduler.minRegisteredResourcesRatio", "1")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
    )
    if packages:
        builder = builder.config("spark.jars.packages", packages)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def workers(session: SparkSession) -> List[int]:
    """The processes of this application's executors or, if there are none, of its driver."""
    application = session.sparkContext.applicationId
    driver = session.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit():
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if "org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and application in words:
                    found.append(int(process.name))
    return found or [driver]


def pin(processes: List[int]) -> None:
    """Gives each process one core of its own, as far as there are, for its garbage collector and compiler too."""
    cores = sorted(os.sched_getaffinity(0))
    for i, process in enumerate(processes):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(OSError):  # it may have ended
                os.sched_setaffinity(int(thread.name), {cores[i % len(cores)]})


def peak_megabytes(processes: List[int]) -> List[int]:
    """The most memory that each process has had, code and everything else included."""
    peaks = []
    for process in processes:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peaks.append(int(line.split()[1]) // 1024)
    return peaks


@contextlib.contextmanager
def watched_megabytes(processes: List[int], every: float = 2) -> Iterator[List[List[int]]]:
    """The memory that each process has, taken again and again while a piece of work runs."""
    taken: List[List[int]] = []
    done = threading.Event()

    def watch() -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while True:
            with contextlib.suppress(OSError):
                taken.append([int(Path(f"/proc/{p}/statm").read_text().split()[1]) * page >> 20 for p in processes])
            if done.wait(every):
                return

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield taken
    finally:
        done.set()
        thread.join()


def quarters(taken: List[List[int]]) -> str:
    """The most memory of a process in each quarter of the time."""
    ends = [len(taken) * i // 4 for i in range(5)]
    return ", ".join(str(max((max(each) for each in taken[a:max(b, a + 1)]), default=0)) for a, b in zip(ends, ends[1:]))


def processor_seconds(processes: List[int]) -> float:
    """The processor time that processes have taken."""
    total = 0.0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


class Spent:
    """What a piece of work took, by the clock and of processors."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.processor = 0.0

    def rates(self, rows: int) -> str:
        return f"{rows / self.seconds:,.0f} rows/s, {rows / max(self.processor, 1e-9):,.0f} rows a processor second"


@contextlib.contextmanager
def spending(processes: List[int]) -> Iterator[Spent]:
    spent = Spent()
    start_time, start_processor = time.monotonic(), processor_seconds(processes)
    yield spent
    spent.seconds = time.monotonic() - start_time
    spent.processor = processor_seconds(processes) - start_processor


def run_all(frame, limit: Optional[int] = None) -> None:
    """Computes all rows and columns of a DataFrame, and keeps nothing."""
    (frame if limit is None else frame.limit(limit)).write.format("noop").mode("overwrite").save()


def scores_only(model):
    """The model with log-densities as its only output."""
    return model.copy({model.noveltyCol: "", model.pValueCol: "", model.novelCol: "", model.reasonsCol: ""})
