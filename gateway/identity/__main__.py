"""The operator's way in before anybody can sign in: python -m gateway.identity create-account --email ... --role ..."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session, sessionmaker

from chassis import clock, database
from chassis.context import Principal
from chassis.errors import ServiceError
from gateway.errors import sentences
from gateway.idempotency import NAMESPACE
from gateway.identity import accounts, enrolling, passwords
from gateway.identity.roles import STAFF_ROLES
from gateway.rpc import RpcClient

RPC_SECONDS: Final = 10.0


def main(arguments: list[str]) -> int:
    options = _parse(arguments)
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("Password: ")
    engine = database.engine(os.environ["DATABASE_URL"], pool_size=1, application="gateway-identity")
    services = RpcClient(os.environ["AMQP_URL"], deadline=RPC_SECONDS, in_flight=1)
    try:
        with sessionmaker(engine).begin() as session:
            account_id = _create(session, services, options, password)
    except ServiceError as refused:
        return _tell(refused, ok_if_there=options.if_absent)
    finally:
        services.close()
        engine.dispose()
    print(account_id)  # noqa: T201 - what the command is for
    return 0


def _create(session: Session, services: RpcClient, options: argparse.Namespace, password: str) -> UUID:
    passwords.check(password, options.email, options.name)
    accounts.require_free(session, options.email)
    person_id = enrolling.enrol(
        services,
        principal=Principal(actor="service:gateway", scope="all"),
        command_id=uuid5(NAMESPACE, f"create-account:{options.email}"),
        email=options.email,
        name=options.name,
        role=options.role[0],
        language=options.language,
    )
    return accounts.create(
        session,
        email=options.email,
        display_name=options.name,
        roles=options.role,
        language=options.language,
        person_id=person_id,
        password_hash=passwords.hash_of(password),
        now=clock.now(),
    )


def _tell(refused: ServiceError, *, ok_if_there: bool) -> int:
    if refused.code == "account_exists" and ok_if_there:
        return 0
    codes = [refused.code, *(f"field.{field['code']}" for field in refused.details.get("fields", ()))]
    for code in codes:
        print(sentences().get(code, {}).get("en", code), file=sys.stderr)  # noqa: T201
    return 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gateway.identity", description=__doc__)
    commands = parser.add_subparsers(required=True)
    create = commands.add_parser("create-account", help="make a staff account that can sign in at once")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, action="append", choices=STAFF_ROLES)
    create.add_argument("--language", default="en", choices=("en", "es"))
    create.add_argument("--password-stdin", action="store_true", help="else it is asked for")
    create.add_argument("--if-absent", action="store_true", help="an account that is there already is no error")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
