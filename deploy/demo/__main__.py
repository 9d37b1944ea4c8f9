"""`python -m deploy.demo base|none|small|full`: the base accounts, then the data sets of that size.

Reads PRM_GATEWAY (the suite's address), PRM_VAR (where accounts.json is kept), PRM_SECRET_KEY and DATABASE_URL (the
gateway's, for the very first account).
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.demo import accounts as base_accounts
from deploy.demo import full, small, targets
from deploy.demo.client import Api
from deploy.demo.past import Past
from deploy.local import status
from deploy.local.keep import write_private

# What is made beyond the base accounts: each gets the API, the accounts and the past, and may be run again.
DataSet = Callable[[Api, dict[str, Any], Past], None]
DATA_SETS: dict[str, tuple[DataSet, ...]] = {
    "base": (),
    "none": (),
    "small": (small.make, targets.make),
    "full": (full.make, targets.make),
}
FIRST_DAYS = {"small": small.FIRST_DAY, "full": full.FIRST_DAY}


def main(size: str) -> None:
    var = Path(os.environ["PRM_VAR"])
    api = Api(os.environ["PRM_GATEWAY"])
    known = status.accounts(var)
    with Past(var).visited() as past:
        if size in FIRST_DAYS and not known:
            past.go_to(past.day(FIRST_DAYS[size]))
        accounts = base_accounts.make(api, known)
        write_private(var / status.ACCOUNTS, json.dumps(accounts, indent=1))
        print(f"accounts: {', '.join(accounts)}", flush=True)
        for make in DATA_SETS[size]:
            make(api, accounts, past)
    api.close()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in DATA_SETS:
        raise SystemExit(__doc__)
    main(sys.argv[1])
