"""Ids of the loaded rows: the kit's number at the end of a UUID whose beginning is older than any id that the service makes.

So ids keep the kit's order, and what was created later is told from what was loaded.
"""
import base64, json

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
KINDS = {"network": 1, "tenant": 2, "membership": 3, "field": 4, "barrier": 5, "plan": 6, "project": 7, "projectbarrier": 8, "link": 9, "reader": 10, "indicator": 11, "observation": 12}
PLANS = 100_000  # numbers for the plans of one network
FIRST_CREATED = "01000000-0000-0000-0000-000000000000"


def _head(kind): return f"00000000-0000-7000-8{KINDS[kind]:03x}-"


def sql(kind, number):
    """The UUID of a row as an SQL expression."""
    return f"('{_head(kind)}' || lpad(to_hex({number}), 12, '0'))::uuid"


def _bytes(kind, number): return bytes.fromhex(_head(kind).replace("-", "") + f"{number:012x}")


def text(kind, number):
    """The id as the service writes it."""
    bits = int.from_bytes(_bytes(kind, number), "big")
    return f"{kind}_" + "".join(DIGITS[bits >> shift & 31] for shift in range(125, -1, -5))


def number(text):
    """The kit's number of an id that the service wrote."""
    bits = 0
    for digit in text.rsplit("_", 1)[1]: bits = bits << 5 | DIGITS.index(digit)
    return bits & (1 << 48) - 1


def cursor(kind, number):
    """The cursor of a row in a list that is in the order of ids."""
    encode = lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")
    return encode(json.dumps(["id+", encode(_bytes(kind, number))], separators=(",", ":")).encode())


def plan(city, network):
    """The number of a city's plan in a network; 0 is the network of all that the kit has outside any."""
    return network * PLANS + city
