"""How strengths, counts and times of a dose are written. A number is one only where nothing hangs on to it."""

from __future__ import annotations

import re

NUMBER = r"(?:(?:0|[1-9]\d{0,5})(?:\.\d+)?|\.\d+)(?![.,]?\d)"
"""No number begins with a nought ("05"), and none with a comma."""
_ALONE = r"(?<![\w.,/#'-])"
_TO = rf"(?:\s*(?:-|to|or|a|o)\s*{NUMBER})?(?!\s*[-/]\s*[.\d])"
"""What may follow: the end of a range. Of three numbers in a row none is read."""
_R0 = rf"{NUMBER}{_TO}"
R = rf"{_ALONE}{_R0}"
_WHOLE = rf"{_ALONE}(?=\d+(?![.,]?\d)){_R0}"
_DAY = r"(?:day|dias?|d|24\s*h(?:(?:ou)?rs?)?|24\s*horas)\b"
A_DAY = (
    r"(?:\b(?:daily\b|everyday\b|diari[oa]s?\b|a diari[oa]\b"
    rf"|(?:in an?|in|an?|per|each|every|al|por|cada|en|todos los)\s+{_DAY})|/\s*{_DAY})"
)
TABLETS = (
    r"(?:tab(?:let)?s?|pills?|cap(?:sule|let)?s?|patch(?:es)?|films?"
    r"|tabletas?|pastillas?|capsulas?|comprimidos?|parches?)\b"
)
_TIMES = r"(?:x|times?|vez|veces|doses?|dosis)"
UNIT = r"(?:mgs?|milligrams?|miligramos?|mcgs?|ug|micrograms?|g|gm|grams?|gramos?)\b"
_HOUR = r"(?:h|hrs?|hours?|horas?)\b"
_UP_TO = r"(?:\b(?:up to|hasta)\s+)?"

STRENGTH = re.compile(
    rf"{_ALONE}(?:{NUMBER}\s*(?:{UNIT}\s*)?(?P<by>-|(?:to|or|a|o)\b)\s*{NUMBER}\s*{UNIT}"
    rf"|{NUMBER}\s*(?:{UNIT}\s*)?(?P<over>/)\s*{NUMBER}\s*(?:{UNIT})?"
    rf"|{NUMBER}\s*{UNIT}(?!\s*(?:(?:to|or|a|o)\s+|-\s*){NUMBER}))(?!\s*[-/]\s*[.\d])"
)
"""Read only where a unit stands in it."""
NOT_CLEAR = re.compile(
    rf"{A_DAY}\s*[,;]\s*(?:every|each|cada|nightly)\b"
    rf"|{_ALONE}{NUMBER}\s+-\s+{NUMBER}\s*{UNIT}\s*{TABLETS}|\b(?:takes?|taking)\s+{NUMBER}\s*-\s*{NUMBER}\s*{UNIT}"
)
""" "Every day, every night": once or twice? "Take 2 - 5 mg tablets": two of five, or two to five?"""
PAIR = re.compile(rf"{_ALONE}{NUMBER}\s*(?:/\s*{NUMBER}|-\s*(?=\d{{3}}(?!\d)){NUMBER})(?!\s*[-/]\s*[.\d])")
RATE = re.compile(rf"(?P<n>{_ALONE}{NUMBER})\s*(?:mcg|ug|micrograms?)\s*(?:/|per|an|a|por)\s*{_HOUR}")
LIMIT = re.compile(
    r"\b(?:max(?:imum|imo)?(?: of| de)?|up to|(?:no|not|do not take) more than"
    r"|(?:do not|not to|not) exceed|hasta|no mas de)[\s:]*"
    rf"(?P<n>{R})\s*(?P<what>{UNIT}|{TABLETS}|{_TIMES})?\s*(?:{A_DAY}|day\b)"
)
BY_TIMES = re.compile(
    rf"(?:(?P<n>{R})[\s-]*{_TIMES}[\s-]*|\bx\s*(?P<m>{_R0})\s*)(?:{A_DAY}|day\b)"
    rf"|(?P<k>{R})[\s-]*{_TIMES}(?=[\s,;]*S[a-z])"
)
BY_HOURS = re.compile(rf"{_UP_TO}\b(?:q|every|each|cada)\s*\.?\s*(?P<n>{_R0})[\s-]*{_HOUR}")
BY_LETTERS = re.compile(r"\b(?:(?P<two>bid|bd)|(?P<three>tid|tds)|(?P<four>qid))\b")
COUNT = re.compile(
    rf"{_UP_TO}(?P<n>{R})\s*(?:of\s+|de\s+)?(?:an?\s+)?(?:G\s+)?{TABLETS}"
    rf"|\b(?:takes?|taking|tom[aeo]r?)\s+{_UP_TO}(?P<m>{R})(?!\s*(?:{UNIT}|/))"
    rf"|(?P<o>{R})\s*(?:po\b|by mouth\b|oral(?:ly)?\b|(?=[TD]\b|S[a-z]))"
)
BARE = re.compile(rf"(?P<n>{_WHOLE})\s*{A_DAY}")
TABLETS_A_DAY = re.compile(rf"{R}\s*(?:of\s+)?(?:an?\s+)?(?:G\s+)?{TABLETS}\s*{A_DAY}")
DAILY = re.compile(rf"{A_DAY}|\bqd\b|\bqday\b|\bq\s+day\b")
PATCH_CHANGE = re.compile(
    rf"\b(?:(?:change|changed|replace|apply|cambiar)\s+)?\b(?:q|every|each|cada)\s*{NUMBER}\s*(?:{_HOUR}|days?\b|d\b|dias\b)"
)
TOTAL = re.compile(r"G\s+total\b")
OF_SO_MANY = re.compile(r"G\s*\(\s*C\s*\)|C\s*\(\s*G\s*\)")
""" "10 mg (2 tablets)": ten each, or ten in all?"""

_BEFORE_A_SLOT = (
    r"(?:in|at|on|every|each|before|after|with|during|by|q|the|my"
    r"|por|en|a|al|cada|con|antes|despues|todas|de|del|la|las|el|los)"
)
SLOT = re.compile(
    rf"\b(?:{_BEFORE_A_SLOT}\s+)*(?:"
    r"(?P<morning>mornings?|qam|(?<!\d)(?<!\d\s)(?<!\bi\s)am|breakfast|mananas?|desayun(?:o|ar))"
    r"|(?P<noon>noon|midday|lunch(?:time)?|mediodia|almuerzo)"
    r"|(?P<afternoon>afternoons?|tardes?)"
    r"|(?P<evening>evenings?(?:\s+meal)?|qpm|(?<!\d)(?<!\d\s)pm|dinner(?:time)?|supper|cena)"
    r"|(?P<night>nights?|nightly|bed\s?time|(?:go(?:ing)?\s+to\s+)?bed|qhs|hs|noches?|acostar(?:se|me)"
    r"|(?<=before\s)sleep(?:ing)?|(?<=antes\sde\s)dormir|(?<=al\s)dormir)"
    r")\b"
)
