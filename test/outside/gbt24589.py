"""Reads the exported accounting tables (archive.xml, ledger.xml) with nothing but Python and holds them against one another and against
/v1/budget?by=fund: every voucher balances in each book, numbers are continuous, openings and turnovers make the closings, the lines make the
turnovers, the closings are what the API says, and everybody a voucher names is in the archive. Exit code 1 and a line for each fault.

    python3 gbt24589.py archive.xml ledger.xml budget.json
"""
import json, sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from decimal import Decimal

archive, ledger = (ET.parse(path).getroot() for path in sys.argv[1:3])
budget = json.load(open(sys.argv[3], encoding="utf-8"))
faults = []


def rows(root, table):
    return [{cell.tag: cell.text or "" for cell in row} for row in root.findall(table)]


def fen(text):
    return int(Decimal(text) * 100)


subjects = {row["科目编号"]: row for row in rows(ledger, "会计科目")}
lines = rows(ledger, "记账凭证")
balances = rows(ledger, "科目余额及发生额")
AUXILIARIES = ["辅助项1编号", "辅助项2编号", "辅助项3编号", "辅助项4编号"]


def account(row):
    return (row["科目编号"], *(row[name] for name in AUXILIARIES))


def is_memo(row):
    return subjects[row["科目编号"]]["科目类型"] == "备查"


vouchers = defaultdict(list)
turnovers = defaultdict(lambda: [0, 0])
for row in lines:
    vouchers[(row["记账凭证类型编号"], row["记账凭证编号"])].append(row)
    turnover = turnovers[(*account(row), int(row["会计期间号"]))]
    turnover[0] += fen(row["借方本币金额"])
    turnover[1] += fen(row["贷方本币金额"])
    if not row["制单人"] or not row["记账人"]:
        faults.append(f"{row['记账凭证编号']}: nobody answers for it")

numbers = defaultdict(list)
for (kind, number), voucher in vouchers.items():
    division, ordinal = number.split("-")
    numbers[(division, kind, voucher[0]["会计年度"])].append(int(ordinal))
    for memo in (True, False):
        sums = [sum(fen(row[side]) for row in voucher if is_memo(row) == memo) for side in ("借方本币金额", "贷方本币金额")]
        if sums[0] != sums[1]:
            faults.append(f"{kind} {number}: debit {sums[0]} is not credit {sums[1]}")
    if [int(row["记账凭证行号"]) for row in voucher] != list(range(1, len(voucher) + 1)):
        faults.append(f"{kind} {number}: lines are not numbered from 1")
for series, taken in numbers.items():
    if sorted(taken) != list(range(1, len(taken) + 1)):
        faults.append(f"{series}: numbers are not continuous")


def signed(row, amount, side):
    return fen(row[amount]) * {"借": 1, "贷": -1, "平": 0}[row[side]]


closings = defaultdict(dict)
for row in balances:
    key, period = account(row), int(row["会计期间号"])
    opening, closing = signed(row, "期初本币余额", "期初余额方向"), signed(row, "期末本币余额", "期末余额方向")
    debit, credit = fen(row["借方本币发生额"]), fen(row["贷方本币发生额"])
    if opening + debit - credit != closing:
        faults.append(f"{key} {period}: {opening} + {debit} - {credit} is not {closing}")
    if [debit, credit] != turnovers.pop((*key, period), [0, 0]):
        faults.append(f"{key} {period}: the vouchers make another turnover")
    before = closings[key].get(max(closings[key], default=0), 0)
    if closings[key] and before != opening:
        faults.append(f"{key} {period}: opens with {opening}, the month before closed with {before}")
    closings[key][period] = closing
faults += [f"{key}: turnover without a balance" for key in turnovers]

states = defaultdict(int)
for key, periods in closings.items():
    states[(key[1], key[0])] += periods[max(periods)]
NAMES = {"901": "granted", "902": "available", "903": "reserved", "904": "allocated", "905": "committed", "906": "issued"}
NAMES |= {"907": "used", "908": "claimed", "909": "writtenOff", "508": "loss", "10203": "transit", "103": "quota", "225": "payable", "22501": "suspense", "331": "carried", "321": "donated"}
found = defaultdict(int)
for (fund, subject), closing in states.items():
    kind = subjects[subject]["科目类型"]
    name = NAMES.get(subject) or ("bank" if subject.startswith("102") else None) or {"收入": "donated", "支出": "cost"}[kind]
    found[(fund, name)] += closing if name in ("granted", "bank", "quota", "transit", "cost", "loss") else -closing
for row in budget["rows"]:
    # One subject holds what is owed, agreed on or not.
    row["balances"]["payableFen"] += row["balances"].pop("disputedFen", 0)
    for name, amount in row["balances"].items():
        ours = found.pop((row["key"], name[:-3]), 0)
        if ours != amount:
            faults.append(f"{row['key']} {name}: {ours}, the API says {amount}")
faults += [f"{key}: {amount} and no fund" for key, amount in found.items() if amount != 0]

known = {
    "制单人": {row["员工编码"] for row in rows(archive, "员工档案")},
    "辅助项1编号": {row["档案值编码"] for row in rows(archive, "自定义档案值")},
    "辅助项2编号": {row["档案值编码"] for row in rows(archive, "自定义档案值")},
    "辅助项3编号": {row["供应商编码"] for row in rows(archive, "供应商档案")},
    "辅助项4编号": {row["客户编码"] for row in rows(archive, "客户档案")},
    "记账凭证类型编号": {row["记账凭证类型编号"] for row in rows(archive, "记账凭证类型")},
}
known["审核人"] = known["记账人"] = known["制单人"]
for name, archived in known.items():
    missing = {row[name] for row in lines} - archived - {""}
    faults += [f"{name} {value} is not in the archive" for value in sorted(missing)]

print(f"{len(vouchers)} vouchers, {len(lines)} lines, {len(balances)} balances, {len(faults)} faults")
print("\n".join(faults[:20]))
sys.exit(1 if faults else 0)
