#!/usr/bin/env python3
"""Grow a pair of reports with N times the clauses of an ordinary one, to measure how the running time grows.

    grow.py --times 50 OUT_EARLIER OUT_LATER REPORT [REPORT ...]

Comes in: any plain-text or Markdown reports (UTF-8, UTF-16 with a BOM, GB18030). Best given in an order in which the next year's
report of the same body follows its predecessor, as a sorted list of `body-year.txt` does.
Goes out: two reports, each with one review heading and one plan heading, the later one reviewing the year that the earlier one plans.

How it is made, so that two runs give the same bytes and N = 1 and N = 50 differ in size only:
- A report is cut at its headings (`一、…回顾`, then `二、…` or a short line with a year and 安排, 任务, 目标, 部署 ...); where none is found, at the middle.
- "One time" is the mean number of clauses (pieces between ，；。：！？) of the halves of that kind; a half is filled sentence by sentence until it has N times that many.
- The earlier report takes the halves of report 1, 2, 3 ..., the later one those of report 2, 3, 4 ...: what was planned and what was
  reported of it stand at about the same place, as in real pairs.
- Years are shifted so that each half speaks of its own year. Titles, greetings, annexes and glossaries are left out; section headings become （一）, （二） ...
- Reports that come round again get the name of an invented town before each sentence and other figures, the same on both sides, so
  that the text grows without becoming N copies of one clause.

Standard library only; the machine, the clock and the order of a directory play no part.
"""

import argparse
import re
import sys
from itertools import count

CLAUSE = re.compile(r"[^，；。：！？]+")
SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年|[—\-－至]+(?:19|20)\d\d\s*年)")
NUMBER = re.compile(r"(?<![\dA-Za-z.+“])\d+(?:\.\d+)?(?![\d.]|\s*[年月日])")
NUMBERED = re.compile(r"^(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)")
REVIEW_HEAD = re.compile(r"回顾|工作总结")
SECOND_REVIEW = re.compile(r"回顾|总结|成就")
PLAN_WORD = re.compile(r"安排|任务|目标|部署|总体要求|总体思路|主要工作|重点工作|工作建议|工作打算|政策取向")
MERGED_HEAD = re.compile(r"^[一二三]、[^，。；：]{0,24}?(?:回顾|总结|工作任务|重点工作|工作安排|工作部署|目标任务|主要任务|主要目标|奋斗目标|主要工作)")
TAIL_HEAD = re.compile(r"^(?:附件|附[:：]|附录|名词解释|名词注释|注释)")
SYLLABLES = "青栗望柏砚石麦枫霁苇云荷松梅兰竹桐榆槐桑"


def decode(data):
    """The text of a file; a wrong guess only makes worse sentences, never an error."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def lines_of(text):
    """Non-empty lines without Markdown marks; a report on a single line is broken up at its sentences."""
    text = text.replace("**", "")
    lines = [re.sub(r"^#+\s*", "", line.strip()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) < 10:
        lines = [s for line in lines for s in SENTENCE.findall(line)]
    return lines


def is_heading(line):
    return len(line) <= 40 and not re.search(r"[。；！，]$", line)


def opens(line, numeral, word):
    """Whether a line is a heading with `word`, or begins with such a heading that lost its line end."""
    return bool((is_heading(line) or line.startswith(numeral)) and word.search(line[:30]))


def halves(lines):
    """(review lines, plan lines, the year reviewed or None) of one report."""
    for i, line in enumerate(lines):
        if TAIL_HEAD.match(line) and is_heading(line) and i > len(lines) // 2:
            lines = lines[:i]
            break
    start = next((i for i, s in enumerate(lines) if opens(s, "一、", REVIEW_HEAD)), None)
    cut = None
    if start is not None:
        numbered = lines[start].startswith("一、")
        for i in range(start + 1, len(lines)):
            s = lines[i]
            if SECOND_REVIEW.search(s[:30]):
                continue
            if numbered and s.startswith(("二、", "三、")) and (is_heading(s) or PLAN_WORD.search(s[:30])):
                cut = i
                break
            if is_heading(s) and PLAN_WORD.search(s) and re.search(r"\d{4}\s*年|今年|今后", s):
                cut = i
                break
    if cut is None:
        cut = len(lines) // 2
    first = 0 if start is None else start
    review, plan = lines[first:cut], lines[cut:]
    for half in (review, plan):
        if half and not is_heading(half[0]):
            half[0] = MERGED_HEAD.sub("", half[0])
    return review, plan, year_reviewed(lines, first, cut)


def year_reviewed(lines, start, cut):
    """From the two headings, else the year that the review names most often (the later one of equals)."""
    for line, back in ((lines[start][:30], 0), (lines[cut][:30] if cut < len(lines) else "", 1)):
        found = YEAR.findall(line)
        if found:
            return int(found[-1]) - back
    seen = {}
    for line in lines[start:cut]:
        for year in YEAR.findall(line):
            seen[int(year)] = seen.get(int(year), 0) + 1
    return max(seen, key=lambda y: (seen[y], y)) if seen else None


def clauses(text):
    return sum(1 for piece in CLAUSE.findall(text) if piece.strip())


def town(turn):
    n = len(SYLLABLES)
    return SYLLABLES[turn % n] + SYLLABLES[(turn // n + turn * 7 + 3) % n] + "镇"


def other_figures(text, turn):
    """Every figure a little higher; years, dates, names with digits and the number of decimals stay."""

    def higher(match):
        whole, _, part = match[0].partition(".")
        if part:
            return f"{whole}.{(int(part) + turn) % 10 ** len(part):0{len(part)}d}"
        return str(int(whole) + turn) if not whole.startswith("0") else whole

    return NUMBER.sub(higher, text)


def numeral(n):
    """1 to 9999 in Chinese."""
    digits, out, zero = "零一二三四五六七八九", "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d = n // power % 10
        if d:
            out += ("零" if zero and out else "") + digits[d] + unit
        zero = not d
    return out[1:] if out.startswith("一十") else out


def grow(sources, first, year, wanted):
    """Paragraphs with `wanted` clauses, beginning with source number `first`; what its headings call their year becomes `year`."""
    out, have, heads = [], 0, count(1)
    for step in count():
        at, turn = (first + step) % len(sources), step // len(sources)
        lines, own = sources[at]
        shift = year - own if own else 0
        for line in lines:
            if is_heading(line) and (REVIEW_HEAD.search(line) or YEAR.search(line)):
                continue  # would look like a half of its own
            if is_heading(line):
                if not NUMBERED.match(line):
                    continue
                out.append(f"（{numeral(next(heads) % 9999 or 1)}）{NUMBERED.sub('', line)}")
                continue
            line = NUMBERED.sub("", YEAR.sub(lambda m: str(int(m[0]) + shift), line))
            kept = ""
            for sentence in SENTENCE.findall(line):
                if turn:
                    sentence = town(turn) + other_figures(sentence, turn)
                kept += sentence
                have += clauses(sentence)
                if have >= wanted:
                    break
            if kept and not re.search(r"[。！？：]$", kept):
                kept = kept.rstrip("；") + "。"
            if kept:
                out.append(kept)
            if have >= wanted:
                return out, have


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, required=True, metavar="N", help="how many times the clauses of a mean report")
    parser.add_argument("--year", type=int, default=2024, help="the year that the earlier report plans (default: %(default)s)")
    parser.add_argument("earlier", metavar="OUT_EARLIER")
    parser.add_argument("later", metavar="OUT_LATER")
    parser.add_argument("reports", nargs="+", metavar="REPORT")
    args = parser.parse_args()
    if args.times < 1:
        parser.error("--times must be 1 or more")

    reviews, plans = [], []
    for path in args.reports:
        try:
            with open(path, "rb") as file:
                review, plan, own = halves(lines_of(decode(file.read())))
        except OSError as error:
            sys.exit(f"grow.py: {path}: {error.strerror}")
        # a half without a sentence would never fill anything
        if any(not is_heading(s) for s in review) and any(not is_heading(s) for s in plan):
            reviews.append((review, own))
            plans.append((plan, own + 1 if own else None))
        else:
            print(f"grow.py: {path}: no two halves with sentences, left out", file=sys.stderr)
    if not plans:
        sys.exit("grow.py: no report could be used")

    def mean(side):
        return max(1, sum(clauses(s) for half, _ in side for s in half if not is_heading(s)) // len(side))

    for path, first, year, session in ((args.earlier, 0, args.year - 1, "三"), (args.later, 1, args.year, "四")):
        review, got_review = grow(reviews, first, year, args.times * mean(reviews))
        plan, got_plan = grow(plans, first, year + 1, args.times * mean(plans))
        text = [
            "政府工作报告",
            f"——{year + 1}年1月10日在青杉县第十七届人民代表大会第{session}次会议上",
            "（由程序拼接而成，仅供测速，内容不实）",
            "各位代表：",
            "现在，我代表县人民政府，向大会报告工作，请予审议。",
            f"一、{year}年工作回顾",
            *review,
            f"二、{year + 1}年工作安排",
            *plan,
        ]
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(text) + "\n")
        print(f"{path}: review {got_review} clauses, plan {got_plan} clauses", file=sys.stderr)


if __name__ == "__main__":
    main()
