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


def pages(base):
    cursor = ""
    while True:
        page = get(base, "/v1/journal?limit=1000" + cursor)
        yield page
        if not page.get("nextCursor"):
            return
        cursor = "&cursor=" + page["nextCursor"]


def events(base, read):
    """The legs of each event, in the order of the log; `read` learns the journal's last sequence. Read once, kept nowhere: a province's journal fits no memory."""
    legs = []
    for page in pages(base):
        read["head"] = page["sequence"]
        for leg in page["legs"]:
            if legs and legs[0]["sequence"] != leg["sequence"]:
                yield legs
                legs = []
            legs.append(leg)
    if legs:
        yield legs


def account_key(leg):
    return (leg["account"], leg["commodity"]) + tuple(leg[name] for name in DIMENSIONS)


def may_be_negative(key):
    # What a merchant waives is of no batch: it lessens what was used of others.
    return key[0] in MAY_BE_NEGATIVE or (key[0] == "used" and key[2 + DIMENSIONS.index("batch")] is None)


def normal(account, amount):
    return -amount if account in CREDIT else amount


class Journal:
    """What the legs come to, event by event, with what is wrong in them."""

    def __init__(self, base, moments):
        self.problems, self.legs = [], 0
        self.balances, self.owed = defaultdict(int), defaultdict(int)
        self.funds = defaultdict(lambda: dict.fromkeys(MONEY, 0))
        self.days = defaultdict(lambda: defaultdict(int))
        self.moments = {}
        read = {"head": 0}
        waiting = None
        for legs in events(base, read):
            if waiting is None:
                head = read["head"]
                waiting = sorted({head} | {head * part // (moments + 1) for part in range(1, moments + 1)})
            while waiting and waiting[0] < legs[0]["sequence"]:
                self.keep(waiting.pop(0))
            self.take(legs)
        for sequence in waiting or ():
            self.keep(sequence)

    def keep(self, sequence):
        self.moments[sequence] = {fund: dict(amounts) for fund, amounts in self.funds.items()}

    def take(self, legs):
        groups, owing = defaultdict(int), set()
        for leg in legs:
            key, amount = account_key(leg), leg["amount"]
            self.balances[key] += amount
            if self.balances[key] != leg["balanceSigned"]:
                self.problems.append(f"running balance of {key} at {leg['sequence']}: {leg['balanceSigned']} is told, {self.balances[key]} is the sum")
            if normal(leg["account"], self.balances[key]) < 0 and not may_be_negative(key):
                self.problems.append(f"{key} is {normal(leg['account'], self.balances[key])} at {leg['sequence']}")
            groups[(leg["book"], leg["commodity"], leg["fund"])] += amount
            self.days[leg["accountingDate"]][key] += amount
            if leg["commodity"] == "CNY":
                self.funds[leg["fund"]][leg["account"]] += normal(leg["account"], amount)
            if leg["account"] in ("payable", "disputed", "claimed"):
                merchant = (leg["fund"], leg["programme"], leg["merchant"])
                self.owed[merchant] -= amount
                owing.add(merchant)
        at = legs[0]["sequence"]
        self.legs += len(legs)
        self.problems += [f"legs of {group} at {at} do not balance: {amount}" for group, amount in groups.items() if amount != 0]
        # What a merchant owes is never more than what is claimed of it, at any event.
        self.problems += [f"payable + disputed + claimed of {key} is {self.owed[key]} at {at}" for key in owing if self.owed[key] < 0]


def differences(expected, told, when):
    for fund in set(expected) | set(told):
        for name in MONEY:
            answer = told.get(fund, {}).get(FIGURES.get(name, name + "Fen"), 0)
            right = expected.get(fund, {}).get(name, 0)
            if answer != right:
                yield f"{when}, {fund}: {name} is {answer} in the report, {right} in the journal"


def budget(base, query):
    return {row["key"]: row["balances"] for row in get(base, f"/v1/budget?by=fund&{query}")["rows"]}


def check_moment(base, expected, sequence):
    problems = list(differences(expected, budget(base, f"at={sequence}"), f"at {sequence}"))
    for fund, of_fund in expected.items():
        spread = sum(of_fund[name] for name in ("available", "reserved", "allocated", "committed", "issued", "used", "claimed", "written-off"))
        if of_fund["donated"] + of_fund["carried"] != spread or of_fund["granted"] != spread or of_fund["used"] + of_fund["written-off"] != of_fund["cost"] + of_fund["loss"]:
            problems.append(f"at {sequence}, {fund}: the identities do not hold: {of_fund}")
        unspent = sum(of_fund[name] for name in ("available", "reserved", "allocated", "committed", "issued", "claimed"))
        if of_fund["bank"] + of_fund["quota"] + of_fund["transit"] != unspent + of_fund["payable"] + of_fund["disputed"] + of_fund["suspense"]:
            problems.append(f"at {sequence}, {fund}: bank does not follow: {of_fund}")
    return problems


def check_days(base, by_day, chosen):
    problems, balances, funds = [], defaultdict(int), defaultdict(lambda: dict.fromkeys(MONEY, 0))
    days = sorted(by_day)
    asked = {days[(len(days) - 1) * part // max(1, chosen - 1)] for part in range(chosen)} if days else set()
    for day in days:
        for key, amount in by_day[day].items():
            account, commodity, fund = key[:3]
            balances[key] += amount
            if commodity == "CNY":
                funds[fund][account] += normal(account, amount)
            if normal(account, balances[key]) < 0 and not may_be_negative(key):
                problems.append(f"{key} is {normal(account, balances[key])} at the end of {day}")
        if day in asked:
            problems += differences(funds, budget(base, f"effective={day}"), f"by {day}")
    return problems


def main():
    base = sys.argv[1].rstrip("/")
    moments = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    days = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    journal = Journal(base, moments)
    problems = journal.problems + check_days(base, journal.days, days)
    for sequence, expected in journal.moments.items():
        problems += check_moment(base, expected, sequence)
    for problem in problems[:50]:
        print(problem)
    chosen = ", ".join(map(str, journal.moments))
    print(f"{journal.legs} legs on {len(journal.balances)} accounts, {len(journal.moments)} moments ({chosen}): {len(problems)} differences")
    sys.exit(3 if problems else 0)


if __name__ == "__main__":
    main()
