"""Measure speed and memory of encoding and reading, in a process of its own on the airline tweets."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.readings.page import figure, met, table
from training.data import ROOT

MIN_RATE = 700
"""Segments per second that are required."""
MAX_MEGABYTES = 300
"""Peak memory above that of the encoder alone."""
RUNS = 3
CORES = 2
"""The encoder uses this many cores; reading uses one."""
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
start, cpu_start = time.perf_counter(), time.process_time()
vectors = encoder.encode(texts)
encoded, cpu_encoded = time.perf_counter(), time.process_time()
predict_readings(texts, vectors, ["en"] * len(texts))
end = time.perf_counter()
read_cpu = time.process_time() - cpu_encoded
print(json.dumps({"n": len(texts), "encode": encoded - start, "read": end - encoded,
                  "encode_cpu": cpu_encoded - cpu_start, "read_cpu": read_cpu, "base": with_encoder, "peak": peak()}))
"""


def measure() -> str:
    """Make a table of segments per second and megabytes."""
    command = [sys.executable, "-W", "ignore", "-c", CHILD]
    runs = []
    load = os.getloadavg()[0]
    for _ in range(RUNS):
        process = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        runs.append(json.loads(process.stdout))
    # The best run, because other processes may use the machine.
    best = min(runs, key=lambda run: float(run["encode"] + run["read"]))
    rate, above = best["n"] / (best["encode"] + best["read"]), best["peak"] - best["base"]
    encode_cpu, read_cpu = (min(run[stage] for run in runs) for stage in ("encode_cpu", "read_cpu"))
    idle_rate = best["n"] / (encode_cpu / CORES + read_cpu)
    memory_met = met(above, MAX_MEGABYTES, at_most=True)
    lines = [
        ["segments/s, encoding and all readings", figure(rate, 0), str(MIN_RATE), met(rate, MIN_RATE)],
        ["peak memory above the encoder, MB", figure(above, 0), str(MAX_MEGABYTES), memory_met],
        ["seconds to encode", figure(best["encode"], 1), "", ""],
        ["seconds to read", figure(best["read"], 1), "", ""],
        ["CPU seconds to encode, sum of both cores", figure(encode_cpu, 1), "", ""],
        ["CPU seconds to read, on one core", figure(read_cpu, 1), "", ""],
        ["segments/s at these CPU seconds on an idle machine", figure(idle_rate, 0), "", ""],
        ["peak memory of the process, MB", figure(best["peak"], 0), "", ""],
    ]
    conditions = f"{best['n']:,} tweets, {os.cpu_count()} cores, best of {RUNS} runs; load before the runs: {load:.1f}."
    return f"{table(['figure', 'measured', 'required', ''], lines)}\n\n{conditions}"
