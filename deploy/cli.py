"""The commands of `./prm`: what each word does, and nothing of how."""

import argparse
import sys
from collections.abc import Callable

from deploy import commands
from deploy.local.errors import StartError


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    try:
        # These have options of their own: what follows them is theirs.
        if given and given[0] in HANDED_OVER:
            return HANDED_OVER[given[0]](given[1:])
        return _run(_parser().parse_args(given))
    except StartError as problem:
        print(f"prm: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


HANDED_OVER: dict[str, Callable[[list[str]], int]] = {
    "test": commands.test,
    "bench": commands.bench,
    "dlq": lambda arguments: commands.hand_over("chassis.dlq", arguments),
    "rebuild": lambda arguments: commands.hand_over("gateway.outbound.rebuild", arguments),
}


def _run(options: argparse.Namespace) -> int:
    verbs: dict[str, Callable[[], int]] = {
        "up": lambda: commands.up(demo=options.demo, detach=options.detach),
        "down": commands.down,
        "status": lambda: commands.status(as_json=options.json),
        "logs": lambda: commands.logs(options.name, follow=options.follow),
        "reset": lambda: commands.reset(sure=options.yes),
        "migrate": commands.migrate,
    }
    return verbs[options.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./prm",
        description="Runs the Partner Relationship Management suite on this machine.",
        epilog=commands.VARIABLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = verbs.add_parser("up", help="start everything and print the addresses (Ctrl-C stops it)")
    up.add_argument("--detach", action="store_true", help="return once the suite is healthy")
    up.add_argument(
        "--demo", choices=("none", "small", "full"), default="small", help="demo data; full takes some minutes"
    )
    verbs.add_parser("down", help="stop a running suite")
    status = verbs.add_parser("status", help="what runs, where, and whether it is healthy")
    status.add_argument("--json", action="store_true", help="the stable document for programs")
    logs = verbs.add_parser("logs", help="the end of one process's log, or of all")
    logs.add_argument("name", nargs="?")
    logs.add_argument("-f", "--follow", action="store_true")
    reset = verbs.add_parser("reset", help="stop and forget everything: databases, broker, secrets, demo data")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    verbs.add_parser("migrate", help="bring the databases to the newest revision")
    verbs.add_parser("test", help="run the tests: [PATHS] [-k EXPRESSION] [--nightly], or any pytest option")
    verbs.add_parser("bench", help="measure a suite of its own [--short] [ROW ...]")
    verbs.add_parser("dlq", help="list, show, redrive, discard or export dead letters")
    verbs.add_parser("rebuild", help="replay the event log into one service's replicas: SERVICE [--after POSITION]")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
