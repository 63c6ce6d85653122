"""The processes that the benchmark asks, and where its files lie."""

import itertools
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE / ".build" / "benchmark"
PYTHON = HERE / ".venv" / "bin" / "python"
COUNTER = itertools.count()


class EngineFailure(Exception):
    pass


class Engine:
    def __init__(self, words: list[str], threads: int):
        environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
        self.messages = WORK / f"messages-{next(COUNTER)}.txt"
        with open(self.messages, "w") as messages:
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages, text=True, env=environment
            )

    def ask(self, *words: str) -> str:
        try:
            self.process.stdin.write(" ".join(words) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        reply = self.process.stdout.readline().strip()
        if not reply:
            self.process.kill()
            status = self.process.wait()
            last = (self.messages.read_text().strip().splitlines() or ["no message"])[-1]
            raise EngineFailure(f"ended with status {status}: {last}")
        kind, _, rest = reply.partition(" ")
        if kind == "error":
            raise EngineFailure(rest)
        return rest

    def seconds(self, case: str) -> float:
        return float(self.ask("time", case))

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Engines:
    """Starts engines when they are first asked for."""

    def __init__(self, ours: Path, c_program: Path, threads: int):
        self.threads = threads
        peers = [str(PYTHON), str(HERE / "peers.py"), "serve"]
        end = [str(WORK), str(threads)]
        self.words = {
            "burnish": [str(ours), *end],
            "c": [str(c_program), *end],
            **{name: [*peers, name, *end] for name in ("torch", "onnxruntime", "openvino")},
        }
        self.running: dict[str, Engine] = {}

    def __getitem__(self, name: str) -> Engine:
        engine = self.running.get(name)
        if engine is None or engine.process.poll() is not None:
            engine = self.running[name] = self.fresh(name)
        return engine

    def fresh(self, name: str) -> Engine:
        return Engine(self.words[name], self.threads)

    def close(self) -> None:
        for engine in self.running.values():
            engine.close()
        self.running.clear()
