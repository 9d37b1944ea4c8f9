"""How good the matching is on the labelled pairs: python -m tests.service.matching.measure [FILE].

Owns the reading of pairs and the two figures; the score itself belongs to services/deals/matching.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.deals.customers.model import Identity, identify
from services.deals.matching.model import Match, match
from services.deals.rules.model import MatchingRule

HERE = Path(__file__).parent
PAIRS = HERE / "pairs.txt"
RULES = HERE.parents[2] / "services/deals/migrations/versions/rules_1.json"
WANTED = {"precision": 0.90, "recall": 0.80}
_SIDE = re.compile(r"^(?P<name>.+?) \((?P<country>[A-Z]{2})\)(?P<keys>.*)$")
_KEY = re.compile(r"(web|city|zip|no|mail|tel)=(.*?)(?= (?:web|city|zip|no|mail|tel)=|$)")
_NAMES = {"web": "domain", "city": "city", "zip": "postal_code", "no": "registration_no", "mail": "contact_email"}


@dataclass(frozen=True)
class Pair:
    """Two customers as somebody typed them, and whether they are one."""

    same: bool
    text: str
    ours: Identity
    theirs: Identity


@dataclass(frozen=True)
class Quality:
    """The figures at one line, and the pairs on the wrong side of it."""

    precision: float
    recall: float
    false_matches: list[tuple[Pair, Match]]
    misses: list[tuple[Pair, Match]]


def rule() -> MatchingRule:
    return MatchingRule.of(1, json.loads(RULES.read_text("utf-8"))["matching"])


def pairs(path: Path = PAIRS) -> Iterator[Pair]:
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(("=", "!")):
            left, right = line[1:].split("|")
            yield Pair(line[0] == "=", line[1:].strip(), _side(left), _side(right))


def quality(labelled: list[Pair], line: float, scoring: MatchingRule) -> Quality:
    scored = [(pair, match(pair.ours, pair.theirs, scoring)) for pair in labelled]
    found = [(pair, answer) for pair, answer in scored if answer.score >= line]
    right = sum(pair.same for pair, _ in found)
    return Quality(
        precision=right / max(1, len(found)),
        recall=right / max(1, sum(pair.same for pair in labelled)),
        false_matches=[(pair, answer) for pair, answer in found if not pair.same],
        misses=[(pair, answer) for pair, answer in scored if pair.same and answer.score < line],
    )


def main(arguments: list[str]) -> int:
    labelled, scoring = list(pairs(Path(arguments[0]) if arguments else PAIRS)), rule()
    measured = quality(labelled, scoring.probable_at, scoring)
    for title, wrong in (("matched by mistake", measured.false_matches), ("missed", measured.misses)):
        for pair, answer in wrong:
            signals = ", ".join(f"{signal.signal} {signal.points:+g}" for signal in answer.signals)
            print(f"{title}: {answer.score:5.1f}  {pair.text}  [{signals}]")
    print(f"{len(labelled)} pairs at {scoring.probable_at:g}: precision {measured.precision:.3f}", end=", ")
    print(f"recall {measured.recall:.3f} (wanted {WANTED['precision']} and {WANTED['recall']})")
    return int(measured.precision < WANTED["precision"] or measured.recall < WANTED["recall"])


def _side(text: str) -> Identity:
    found = _SIDE.match(text.strip())
    if found is None:
        raise ValueError(f"not a side of a pair: {text!r}")
    keys = {_NAMES.get(name, "contact_phone"): value.strip() for name, value in _KEY.findall(found["keys"])}
    return identify(legal_name=found["name"], country=found["country"], **keys)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
