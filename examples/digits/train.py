"""Trains a softmax regression that reads handwritten digits, and writes everything that a reviewer wants to see.

Needs Python 3.9 and its standard library only. Same data, parameters, seed and machine: the same files, to the byte.
"""

import csv
import json
import math
import os
import random
from operator import mul
from pathlib import Path

CLASSES = 10
SIDE = 8
BRIGHTEST = 16


def read_params(path):
    """Reads the YAML that params.yaml uses: `section:` lines, indented `name: number` lines, comments."""
    params, section = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].rstrip()
        if not line:
            continue
        name, _, value = line.strip().partition(":")
        if not line[0].isspace():
            section = params.setdefault(name, {})
        else:
            section[name] = float(value) if "." in value else int(value)
    return params


def read_digits(files, pool):
    """Returns a list of (features, digit, id); features are in 0..1, and one constant for the bias."""
    digits = []
    for file in files:
        with file.open(newline="", encoding="utf-8") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=1):
                digit = int(row.pop("digit"))
                pixels = [int(value) / BRIGHTEST for value in row.values()]
                digits.append((average(pixels, pool) + [1.0], digit, f"{file.stem}:{number}"))
    return digits


def average(pixels, pool):
    if SIDE % pool:
        raise SystemExit(f"features.pool: {pool} does not divide {SIDE}")
    return [
        sum(pixels[(top + y) * SIDE + left + x] for y in range(pool) for x in range(pool)) / pool**2
        for top in range(0, SIDE, pool)
        for left in range(0, SIDE, pool)
    ]


def probabilities(weights, features):
    scores = [sum(map(mul, row, features)) for row in weights]
    largest = max(scores)
    exponentials = [math.exp(score - largest) for score in scores]
    total = sum(exponentials)
    return [value / total for value in exponentials]


def train(digits, validation, params, on_epoch):
    weights = [[0.0] * len(digits[0][0]) for _ in range(CLASSES)]
    order = list(digits)
    rate, size = params["learning_rate"], params["batch_size"]
    for epoch in range(1, params["epochs"] + 1):
        random.shuffle(order)
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            steps = [[params["l2"] * weight for weight in row[:-1]] + [0.0] for row in weights]
            for features, digit, _ in batch:
                for label, probability in enumerate(probabilities(weights, features)):
                    error = (probability - (label == digit)) / len(batch)
                    steps[label] = [step + error * value for step, value in zip(steps[label], features)]
            weights = [[w - rate * s for w, s in zip(row, step)] for row, step in zip(weights, steps)]
        on_epoch(epoch, evaluate(weights, digits), evaluate(weights, validation))
    return weights


def evaluate(weights, digits):
    """Returns (log loss, accuracy)."""
    loss, right = 0.0, 0
    for features, digit, _ in digits:
        found = probabilities(weights, features)
        loss -= math.log(max(found[digit], 1e-15))
        right += found.index(max(found)) == digit
    return loss / len(digits), right / len(digits)


def roc(scored):
    """Points (false positive rate, true positive rate, threshold) and the area under them; scored is (score, positive)."""
    scored = sorted(scored, key=lambda pair: -pair[0])
    positives = sum(positive for _, positive in scored)
    negatives = len(scored) - positives
    points, area, tp, fp = [(0.0, 0.0, 1.0)], 0.0, 0, 0
    for index, (score, positive) in enumerate(scored):
        tp, fp = tp + positive, fp + (not positive)
        if index + 1 == len(scored) or scored[index + 1][0] != score:
            point = (fp / negatives, tp / positives, score)
            area += (point[0] - points[-1][0]) * (point[1] + points[-1][1]) / 2
            points.append(point)
    return points, area


def calibration_error(predictions, bins=10):
    """Expected calibration error: how far stated confidence is from the share of right answers."""
    groups = [[] for _ in range(bins)]
    for prediction in predictions:
        confidence = max(prediction["probabilities"])
        right = prediction["predicted"] == prediction["digit"]
        groups[min(int(confidence * bins), bins - 1)].append((confidence, right))
    return sum(abs(sum(c for c, _ in group) - sum(r for _, r in group)) for group in groups) / len(predictions)


def measure(predictions):
    right = [p["predicted"] == p["digit"] for p in predictions]
    recall, f1, areas = {}, [], []
    for label in range(CLASSES):
        actual = [p for p in predictions if p["digit"] == label]
        found = [p for p in predictions if p["predicted"] == label]
        hits = sum(p["predicted"] == label for p in actual)
        recall[f"digit_{label}"] = round(hits / len(actual), 4)
        f1.append(2 * hits / (len(actual) + len(found)))
        areas.append(roc([(p["probabilities"][label], p["digit"] == label) for p in predictions])[1])
    log_loss = -sum(math.log(max(p["probabilities"][p["digit"]], 1e-15)) for p in predictions) / len(predictions)
    return {
        "accuracy": round(sum(right) / len(right), 4),
        "f1_macro": round(sum(f1) / CLASSES, 4),
        "auc_macro": round(sum(areas) / CLASSES, 4),
        "log_loss": round(log_loss, 4),
        "calibration_error": round(calibration_error(predictions), 4),
        "recall": recall,
    }


def write_csv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="\n", encoding="utf-8") as file:
        file.write(text)


def main():
    here = Path(__file__).resolve().parent
    params = read_params(here / "params.yaml")
    random.seed(int(os.environ.get("MLOPS_SEED", params["train"]["seed"])))
    pool = params["features"]["pool"]

    digits = read_digits(sorted((here / "data/train").glob("*.csv")), pool)
    test = read_digits(sorted((here / "data/test").glob("*.csv")), pool)
    random.shuffle(digits)
    held_out = round(len(digits) * params["train"]["validation_share"])
    validation, digits = digits[:held_out], digits[held_out:]
    print(f"{len(digits)} digits to learn from, {len(validation)} to watch, {len(test)} to test", flush=True)

    curves = []

    def on_epoch(epoch, learned, watched):
        curves.append([epoch] + [f"{value:.5f}" for value in (learned[0], watched[0], learned[1], watched[1])])
        if epoch % 5 == 0:
            print(f"epoch {epoch}: loss {learned[0]:.4f}, validation loss {watched[0]:.4f}", flush=True)

    weights = train(digits, validation, params["train"], on_epoch)

    predictions = []
    for features, digit, name in test:
        found = probabilities(weights, features)
        predictions.append(
            {"id": name, "digit": digit, "predicted": found.index(max(found)), "probabilities": found}
        )

    metrics = measure(predictions)
    metrics["model"] = {"weights": sum(len(row) for row in weights)}
    write_text(here / "metrics.json", json.dumps(metrics, indent=2) + "\n")
    model = {"pool": pool, "weights": [[round(weight, 6) for weight in row] for row in weights]}
    write_text(here / "models/model.json", json.dumps(model) + "\n")
    write_csv(
        here / "plots/curves.csv",
        ["epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy"],
        curves,
    )
    write_csv(here / "plots/confusion.csv", ["actual", "predicted"], [[p["digit"], p["predicted"]] for p in predictions])
    # One curve for ten classes: every (example, class) pair is one yes-or-no question (micro average).
    pairs = [(p["probabilities"][label], p["digit"] == label) for p in predictions for label in range(CLASSES)]
    points = roc(pairs)[0]
    write_csv(
        here / "plots/roc.csv",
        ["fpr", "tpr", "threshold"],
        [[f"{value:.5f}" for value in point] for point in thin(points)],
    )
    write_csv(
        here / "predictions.csv",
        ["id", "digit", "predicted", "confidence"],
        [[p["id"], p["digit"], p["predicted"], f"{max(p['probabilities']):.5f}"] for p in predictions],
    )
    print(f"accuracy {metrics['accuracy']}, log loss {metrics['log_loss']}, {metrics['model']['weights']} weights")


def thin(points, most=200):
    """Leaves out points of a curve that nobody could tell apart in a picture; keeps the ends."""
    if len(points) <= most:
        return points
    kept, last = [points[0]], points[0]
    for point in points[1:-1]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= 2 / most:
            kept.append(point)
            last = point
    return kept + [points[-1]]


if __name__ == "__main__":
    main()
