"""Rows as a table for a terminal; numbers to the right."""


def show(heads, rows):
    texts = [["–" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *texts)]
    right = [all(isinstance(row[place], (int, float, type(None))) for row in rows) for place in range(len(heads))]
    for line in [heads, ["-" * width for width in widths], *texts]:
        print("  ".join(cell.rjust(width) if to_right else cell.ljust(width) for cell, width, to_right in zip(line, widths, right)).rstrip())
