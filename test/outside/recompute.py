#!/usr/bin/env python3
"""Recomputes every balance of a running ledger from /v1/journal alone, with nothing but Python's standard library, and compares.

Usage: WELFARE_TOKEN=... recompute.py http://127.0.0.1:8080 [moments [days]]
The token is of an auditor's account (`welfare account token`).

Per fund and posting account, now and as of `moments` (default 3) sequences in between: the balances of /v1/budget?by=fund, the identities
granted = donated + carried = available + reserved + allocated + committed + issued + used + claimed + written-off, used + written-off = cost + loss,
bank + quota + transit = available + reserved + allocated + committed + issued + claimed + payable + disputed + suspense; that payable + disputed + claimed is not below zero
for any fund, programme and merchant; that legs balance per event,
book, commodity and fund; that no account goes below zero that must not; that each leg's own running balance is the sum so far;
that no account was below zero at the end of any day on which things happened, and, on `days` of them (default 3), /v1/budget?effective=.
Exit code 0 when everything agrees, 3 with the differences when not.
"""
import json
import os
import sys
import urllib.request
from collections import defaultdict

MAY_BE_NEGATIVE = {"payable", "conversion", "count-difference"}
CREDIT = {"available", "reserved", "allocated", "committed", "issued", "used", "donated", "payable", "supplier", "claimed", "disputed", "carried", "written-off", "suspense"}
DIMENSIONS = ("fund", "programme", "batch", "merchant", "depot", "consignment", "site", "lot", "bankAccount", "payer", "purchase")
MONEY = ("granted", "available", "reserved", "allocated", "committed", "issued", "used", "claimed", "written-off", "bank", "quota", "transit", "donated", "carried", "cost", "loss", "payable", "disputed", "suspense")
FIGURES = {"written-off": "writtenOffFen"}


def get(base, path):
    request = urllib.request.Request(base + path, headers={"Authorization": "Bearer " + os.environ["WELFARE_TOKEN"]})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def read_journal(base):
    legs, cursor = [], ""
    while True:
        page = get(base, "/v1/journal?limit=1000" + cursor)
        legs += page["legs"]
        if not page.get("nextCursor"):
            return legs, page["sequence"]
        cursor = "&cursor=" + page["nextCursor"]


def account_key(leg):
    return (leg["account"], leg["commodity"]) + tuple(leg[name] for name in DIMENSIONS)


def check_legs(legs):
    problems, balances, groups = [], defaultdict(int), defaultdict(int)
    for leg in legs:
        key = account_key(leg)
        balances[key] += leg["amount"]
        normal = -balances[key] if leg["account"] in CREDIT else balances[key]
        if balances[key] != leg["balanceSigned"]:
            problems.append(f"running balance of {key} at {leg['sequence']}: {leg['balanceSigned']} is told, {balances[key]} is the sum")
        if normal < 0 and leg["account"] not in MAY_BE_NEGATIVE:
            problems.append(f"{key} is {normal} at {leg['sequence']}")
        groups[(leg["sequence"], leg["book"], leg["commodity"], leg["fund"])] += leg["amount"]
    problems += [f"legs of {group} do not balance: {amount}" for group, amount in groups.items() if amount != 0]
    return problems


def check_owed(legs):
    """What a merchant owes is never more than what is claimed of it, at any event."""
    problems, owed, touched = [], defaultdict(int), {}
    for index, leg in enumerate(legs):
        if leg["account"] in ("payable", "disputed", "claimed"):
            key = (leg["fund"], leg["programme"], leg["merchant"])
            owed[key] -= leg["amount"]
            touched[key] = leg["sequence"]
        if index + 1 == len(legs) or legs[index + 1]["sequence"] != leg["sequence"]:
            problems += [f"payable + disputed + claimed of {key} is {owed[key]} at {at}" for key, at in touched.items() if owed[key] < 0]
            touched = {}
    return problems


def money_by_fund(legs, sequence):
    totals = defaultdict(lambda: dict.fromkeys(MONEY, 0))
    for leg in legs:
        if leg["sequence"] <= sequence and leg["commodity"] == "CNY":
            totals[leg["fund"]][leg["account"]] += -leg["amount"] if leg["account"] in CREDIT else leg["amount"]
    return totals


def check_moment(base, legs, sequence):
    problems, expected = [], money_by_fund(legs, sequence)
    told = {row["key"]: row["balances"] for row in get(base, f"/v1/budget?by=fund&at={sequence}")["rows"]}
    for fund in set(expected) | set(told):
        of_fund = expected[fund]
        for name in MONEY:
            answer = told.get(fund, {}).get(FIGURES.get(name, name + "Fen"), 0)
            if answer != of_fund[name]:
                problems.append(f"at {sequence}, {fund}: {name} is {answer} in the report, {of_fund[name]} in the journal")
        spread = sum(of_fund[name] for name in ("available", "reserved", "allocated", "committed", "issued", "used", "claimed", "written-off"))
        if of_fund["donated"] + of_fund["carried"] != spread or of_fund["granted"] != spread or of_fund["used"] + of_fund["written-off"] != of_fund["cost"] + of_fund["loss"]:
            problems.append(f"at {sequence}, {fund}: the identities do not hold: {of_fund}")
        unspent = sum(of_fund[name] for name in ("available", "reserved", "allocated", "committed", "issued", "claimed"))
        if of_fund["bank"] + of_fund["quota"] + of_fund["transit"] != unspent + of_fund["payable"] + of_fund["disputed"] + of_fund["suspense"]:
            problems.append(f"at {sequence}, {fund}: bank does not follow: {of_fund}")
    return problems


def check_days(base, legs, chosen):
    by_day, balances, problems = defaultdict(list), defaultdict(int), []
    for leg in legs:
        by_day[leg["accountingDate"]].append(leg)
    for day in sorted(by_day):
        for leg in by_day[day]:
            balances[account_key(leg)] += leg["amount"]
        for key in {account_key(leg) for leg in by_day[day]}:
            normal = -balances[key] if key[0] in CREDIT else balances[key]
            if normal < 0 and key[0] not in MAY_BE_NEGATIVE:
                problems.append(f"{key} is {normal} at the end of {day}")
    days = sorted(by_day)
    for day in sorted({days[(len(days) - 1) * part // max(1, chosen - 1)] for part in range(chosen)} if days else ()):
        expected = money_by_fund([leg for leg in legs if leg["accountingDate"] <= day], legs[-1]["sequence"])
        told = {row["key"]: row["balances"] for row in get(base, f"/v1/budget?by=fund&effective={day}")["rows"]}
        for fund in set(expected) | set(told):
            for name in MONEY:
                answer = told.get(fund, {}).get(name + "Fen", 0)
                if answer != expected[fund][name]:
                    problems.append(f"by {day}, {fund}: {name} is {answer} in the report, {expected[fund][name]} in the journal")
    return problems


def main():
    base = sys.argv[1].rstrip("/")
    moments = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    legs, head = read_journal(base)
    days = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    problems = check_legs(legs) + check_owed(legs) + check_days(base, legs, days)
    chosen = sorted({head} | {head * part // (moments + 1) for part in range(1, moments + 1)})
    for sequence in chosen:
        problems += check_moment(base, legs, sequence)
    for problem in problems[:50]:
        print(problem)
    accounts = len({account_key(leg) for leg in legs})
    print(f"{len(legs)} legs on {accounts} accounts, {len(chosen)} moments ({', '.join(map(str, chosen))}): {len(problems)} differences")
    sys.exit(3 if problems else 0)


if __name__ == "__main__":
    main()
