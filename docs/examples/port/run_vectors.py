"""Checks a port of the planner against the vectors: python3 run_vectors.py cases.json port.py

The port is a Python file with a function plan(request). It raises NotImplementedError for what it leaves out. For bad
requests it may have a class InvalidRequest, an exception whose `issues` are dicts with `pointer` and `code`.
"""
import importlib.util
import json
import sys


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def differences(expected, found, rules, path="", field=""):
    """Where two JSON values differ; `field` is the last key on the way, lists aside."""
    if is_number(expected) and is_number(found):
        limit = {**rules["tolerance"], **rules["tolerance"]["fields"].get(field, {})}
        allowed = 0 if field in rules["exact"] else max(limit["absolute"], limit["relative"] * abs(expected))
        return [] if abs(expected - found) <= allowed else [f"{path}: {found} instead of {expected}"]
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        return [line for key in expected for line in differences(expected[key], found[key], rules, f"{path}/{key}", key)]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [line for i, pair in enumerate(zip(expected, found)) for line in differences(*pair, rules, f"{path}/{i}", field)]
    same = type(expected) is type(found) and expected == found
    return [] if same else [f"{path}: {json.dumps(found):.200} instead of {json.dumps(expected):.200}"]


def error_of(issues):
    return {"error": sorted((issue["pointer"], issue["code"]) for issue in issues)}


def answer(request, port):
    try:
        plan = port.plan(request)
    except getattr(port, "InvalidRequest", ()) as error:
        return error_of(error.issues)
    return {"plan": {**plan, "warnings": [{key: w[key] for key in w if key != "message"} for w in plan["warnings"]]}}


def check(case, port, rules):
    """What is wrong with the port's answer to a case; None where the port leaves the case out."""
    if "request" not in case or "planner" in case or ("error" in case and not hasattr(port, "InvalidRequest")):
        return None
    expected = error_of(case["error"]["issues"]) if "error" in case else {"plan": case["plan"]}
    try:
        return differences(expected, answer(case["request"], port), rules)
    except NotImplementedError:
        return None
    except Exception as error:
        return [f": {error!r}"]


def main(vectors, path):
    spec = importlib.util.spec_from_file_location("port", path)
    port = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(port)
    with open(vectors, encoding="utf-8") as file:
        rules = json.load(file)
    assert (rules["format"], rules["version"]) == ("hyperfan-vectors", 1)
    results = {case["id"]: check(case, port, rules) for case in rules["cases"]}
    failed = {name: lines for name, lines in results.items() if lines}
    for name, lines in failed.items():
        print(name, *lines[:5], sep="\n  ")
    skipped = sum(lines is None for lines in results.values())
    print(f"{len(results) - skipped - len(failed)} passed, {len(failed)} failed, {skipped} left out")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
