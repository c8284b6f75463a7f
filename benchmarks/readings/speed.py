"""How fast all readings are made, and in how much memory: a process of its own on the airline tweets."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.readings.tables import figure, met, table
from training.data import ROOT

NEEDED, MEGABYTES, RUNS = 700, 300, 3
CORES = 2
CHILD = """
import json, resource, time
from training.data import load
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
texts = load("us_airline_tweets")["text"].tolist()
encoder = load_encoder("use")
encoder.encode(texts[:64])
with_encoder = peak()
begun, cpu = time.perf_counter(), time.process_time()
vectors = encoder.encode(texts)
encoded, halfway = time.perf_counter(), time.process_time()
predict_readings(texts, vectors, ["en"] * len(texts))
ended = time.perf_counter()
read_cpu = time.process_time() - halfway
print(json.dumps({"n": len(texts), "encode": encoded - begun, "read": ended - encoded, "encode_cpu": halfway - cpu,
                  "read_cpu": read_cpu, "base": with_encoder, "peak": peak()}))
"""


def judge() -> str:
    """Segments a second and megabytes; the best of a few runs, for others may use the machine."""
    command = [sys.executable, "-W", "ignore", "-c", CHILD]
    runs = []
    load = os.getloadavg()[0]
    for _ in range(RUNS):
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        runs.append(json.loads(done.stdout))
    best = min(runs, key=lambda run: float(run["encode"] + run["read"]))
    seconds = best["encode"] + best["read"]
    rate, above = best["n"] / seconds, best["peak"] - best["base"]
    encode_cpu, read_cpu = (min(run[stage] for run in runs) for stage in ("encode_cpu", "read_cpu"))
    free = best["n"] / (encode_cpu / CORES + read_cpu)
    lines = [
        ["segments/s, encoding and all readings", figure(rate, 0), str(NEEDED), met(rate, NEEDED)],
        ["peak memory above the encoder, MB", figure(above, 0), str(MEGABYTES), met(above, MEGABYTES, at_most=True)],
        ["seconds to encode", figure(best["encode"], 1), "", ""],
        ["seconds to read", figure(best["read"], 1), "", ""],
        ["CPU seconds to encode, on both cores together", figure(encode_cpu, 1), "", ""],
        ["CPU seconds to read, on one core", figure(read_cpu, 1), "", ""],
        ["segments/s that these allow where nobody else uses the cores", figure(free, 0), "", ""],
        ["peak memory of the process, MB", figure(best["peak"], 0), "", ""],
    ]
    where = (
        f"{best['n']:,} tweets, {os.cpu_count()} cores, best of {RUNS} runs; load of the machine before: {load:.1f}."
    )
    return f"{table(['figure', 'measured', 'needed', ''], lines)}\n\n{where}"
