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
from deploy.demo.client import Api
from deploy.local import status
from deploy.local.keep import write_private

# What is made beyond the base accounts: each gets the API and the accounts, and may be run again.
DataSet = Callable[[Api, dict[str, Any]], None]
DATA_SETS: dict[str, tuple[DataSet, ...]] = {"base": (), "none": (), "small": (), "full": ()}


def main(size: str) -> None:
    var = Path(os.environ["PRM_VAR"])
    api = Api(os.environ["PRM_GATEWAY"])
    accounts = base_accounts.make(api, status.accounts(var))
    write_private(var / status.ACCOUNTS, json.dumps(accounts, indent=1))
    print(f"accounts: {', '.join(accounts)}", flush=True)
    for make in DATA_SETS[size]:
        make(api, accounts)
    api.close()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in DATA_SETS:
        raise SystemExit(__doc__)
    main(sys.argv[1])
