"""What each code of a finding means, and what to do about it."""

from collections.abc import Mapping

from ..findings import Code
from .words import Words


def explained(code: Code, say: Words) -> str:
    """Return in the reader's language what a code means, and what to do about it."""
    return " ".join(map(say.plain, EXPLAINED[code]))


EXPLAINED: Mapping[Code, tuple[str, str]] = {
    "missing": ("Nothing is in a cell where the profile requires something.", "Fill it in."),
    "malformed": (
        "A text is not of the form that its field asks for.",
        "Write it in that form: the finding says which.",
    ),
    "not-allowed": ("A value is none of those that the profile allows.", "Choose one that it lists."),
    "not-split": (
        "A whole name cannot be split into its parts by rule: two words, four, initials, brackets.",
        "Write its parts into columns of their own.",
    ),
    "repeated": (
        "A value that may occur only once occurs again.",
        "Find out which row is right, and change the other.",
    ),
    "not-shown": (
        "A number or date is stored differently from how the sheet displays it.",
        "Format the column as text, and type it again.",
    ),
    "formula": (
        "A cell has a formula, or an error of a spreadsheet program, perhaps as text.",
        "Copy the cells, and paste them as values; write what is meant.",
    ),
    "turned": (
        "A cell was a number or a date, and was converted to text.",
        "Compare it with your papers; next time format the column as text before you type.",
    ),
    "lost-zeros": (
        "A number is shorter than others of its column: zeros at its beginning may be lost.",
        "Format the column as text, and type it again with its zeros.",
    ),
    "nothing": (
        "A word or sign for nothing is in a cell, as N/A, and would be in the list as a text.",
        "Leave the cell empty, unless it is a name: Null is a family name.",
    ),
    "quotes": (
        "A quote keeps nothing together, because a space is before it; or is not closed, and hides rows.",
        "Remove the space, or close the quote where the cell ends.",
    ),
    "escapes": (
        'A sign or number is written as web pages or programs escape it: &amp; for &, ="001" for 001.',
        "Write what is proposed.",
    ),
    "guessed-encoding": (
        "The file is not UTF-8, and its encoding was guessed by its letters.",
        "Look at the letters that the finding lists; name another encoding if they are wrong.",
    ),
    "encoding": (
        "Letters look as if the file had been read in another encoding than it was written in.",
        "Save the table as UTF-8 or as .xlsx, or name its encoding.",
    ),
    "shape": ("A row does not have the columns that the header has.", "Move its cells to where they belong."),
    "columns": (
        "A column is missing, or has no name, no field, or the field of another column.",
        "Add what is missing; name a column for one field, or delete it.",
    ),
    "hidden": (
        "Rows or columns are hidden, and are in the list nevertheless; comments of cells are not.",
        "Show them; delete what is not meant, and give what matters a column.",
    ),
    "struck-out": ("Text is struck out, and is in the list nevertheless.", "Delete the row, or remove the line."),
    "merged": ("Cells are merged into one.", "Unmerge them, and fill in each."),
    "second-sheet": ("A second sheet of the workbook is not empty.", "Save it as a file of its own."),
    "empty": ("A row, or the table, has nothing in it.", "Delete the row, or fill it in."),
    "not-nfc": (
        "A letter is made of several characters, and differs from the same letter in one.",
        "Write what is proposed, which looks the same.",
    ),
    "control": ("A control character, which no one can see, is in a text.", "Type the text again."),
    "invisible": ("A character that cannot be seen is in a text.", "Write what is proposed, or type the text again."),
    "bidirectional": (
        "A character that changes the direction of writing makes a text look different from what it is.",
        "Type the text again.",
    ),
    "mixed-scripts": (
        "A word has letters of two scripts, such as a Latin i in a Ukrainian name.",
        "Type the word again with one keyboard.",
    ),
    "apostrophes": ("An apostrophe is written differently from elsewhere: ' ’ ʼ.", "Write one kind throughout."),
    "spaces": ("A text begins or ends with a space, or has two in a row.", "Write what is proposed."),
    "implausible-date": (
        "A date is unlikely: in the future, or before another that it should follow.",
        "Compare it with your papers.",
    ),
    "expected": ("Nothing is known where the profile expects something.", "Fill it in if it can be found out."),
    "implausible-age": (
        "An age at a date is unlikely, as of a soldier who was captured in the year of their birth.",
        "Compare both dates with your papers: the century may be wrong.",
    ),
    "header-row": (
        "A row has the names of the columns again, or their numbers, and would count as a person.",
        "Delete the row.",
    ),
    "total-row": ("A row of totals would be an entry, and count as a person.", "Delete the row."),
    "stray-row": (
        "A row has one or two cells where others have more, as a title, a signature or a total has.",
        "Delete the row if it is no person.",
    ),
    "duplicate-key": ("Two rows have the same key.", "Give each person their own number; look at the papers of both."),
    "alike-keys": (
        "Two keys look alike, and are not equal: a letter of another alphabet, a zero, a dash.",
        "Make sure that they are meant to differ.",
    ),
    "same-entry": (
        "Two rows are the same in all but the key.",
        "Compare both with your papers: whoever deletes one of two persons has lost a person.",
    ),
    "likely-same": (
        "Two rows may be one person, under another spelling, order of names or script.",
        "Compare both with your papers.",
    ),
}
"""What each code means, and what to do about it."""
