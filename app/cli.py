"""The `sen` command: results on standard output, the log on standard error (contract.md)."""

from __future__ import annotations

import typer

from app.commands import accounts, codes, contests, demo, keeping, lists, serving, starting

app = typer.Typer(
    name="sen",
    help="Sen: the software of the Women's Union's online communities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
account = typer.Typer(help="Accounts of officers and members.", no_args_is_help=True)
token = typer.Typer(help="Bearer tokens for programs.", no_args_is_help=True)
code_lists = typer.Typer(help="Lists of administrative codes.", no_args_is_help=True)
contest = typer.Typer(help="Online contests.", no_args_is_help=True)
app.add_typer(account, name="account")
app.add_typer(token, name="token")
app.add_typer(code_lists, name="codes")
app.add_typer(contest, name="contest")

code_lists.command("import")(codes.import_codes)
contest.command("recompute")(contests.recompute)
app.command("up")(serving.up)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("migrate")(serving.migrate)
app.command("openapi")(serving.openapi)
app.command("demo")(demo.demo)
app.command("start")(starting.start)
account.command("create")(accounts.create_account)
account.command("link")(accounts.give_link)
token.command("create")(accounts.create_token)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("verify")(keeping.verify)
app.command("doctor")(keeping.doctor)
app.command("check-list")(lists.check_list)


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
