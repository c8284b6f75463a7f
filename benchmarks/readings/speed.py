"""Measure the speed and memory of each reader on the airline tweets, each run in its own process."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys

from benchmarks.readings.page import figure, met, table
from training.data import ROOT

MIN_RATES = {"fast": 500, "deep": 130}
"""Segments per second that are required on two free cores, vectors and all readings included."""
MAX_MEGABYTES = 400
"""Peak memory above that of the encoder alone."""
ROWS = {"basic": 14_640, "fast": 2_000, "deep": 1_000}
RUNS = 3
CHILD = """
import json, resource, sys, time
from training.data import load
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import load_text_reader
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
name, n = sys.argv[1], int(sys.argv[2])
texts = load("us_airline_tweets")["text"].tolist()[:n]
encoder = load_encoder("use")
encoder.encode(texts[:64])
with_encoder = peak()
reader = load_text_reader(name)
assert reader.name == name, reader.name
predict_readings(texts[:32], encoder.encode(texts[:32]), reader)
start = time.perf_counter()
vectors = encoder.encode(texts)
encoded = time.perf_counter()
predict_readings(texts, vectors, reader)
end = time.perf_counter()
print(json.dumps({"n": len(texts), "encode": encoded - start, "read": end - encoded, "above": peak() - with_encoder}))
"""


def measure() -> str:
    """Make a table of segments per second and megabytes of each reader."""
    lines = []
    load = os.getloadavg()[0]
    for name, n in ROWS.items():
        command = [sys.executable, "-W", "ignore", "-c", CHILD, name, str(n)]
        runs = []
        for _ in range(RUNS):
            environment = {**os.environ, "VOC_CACHE": "off"}
            process = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
            runs.append(json.loads(process.stdout))
        rate = statistics.median(run["n"] / (run["encode"] + run["read"]) for run in runs)
        read = statistics.median(run["n"] / run["read"] for run in runs)
        above = statistics.median(run["above"] for run in runs)
        required = MIN_RATES.get(name)
        verdict = [str(required), met(rate, required)] if required else ["", ""]
        memory = met(above, MAX_MEGABYTES, at_most=True)
        lines.append([name, f"{n:,}", figure(rate, 0), *verdict, figure(read, 0), figure(above, 0), memory])
    conditions = (
        f"{os.cpu_count()} cores, median of {RUNS} runs, load before them {load:.1f}; {MAX_MEGABYTES} MB allowed."
    )
    head = ["reader", "tweets", "segments/s, vectors and readings", "required", "", "readings alone"]
    return f"{table([*head, 'peak memory above the encoder, MB', ''], lines)}\n\n{conditions}"
