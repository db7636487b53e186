"""Cells that say that nothing is known: blank ones, and words and signs for nothing in five languages."""

import re
import unicodedata
from functools import lru_cache

from ..text import HIDING, WIDE_SPACE

_BLANK = re.compile(rf"(?:\s|{HIDING.pattern}|{WIDE_SPACE.pattern})*")
_MAX_LENGTH = 48
_SPELLINGS = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "`": "'"} | dict.fromkeys("‐‑‒–—―−ـ", "-"))
_MARKS = re.compile(r"(?:[-_.…·*/\\×!~]|\?{1,3}(?!\?)|\(\s*\)|(?>x{3,})|-0-)+|[\"”“″]+|-[\"/\\ ]+-|=")
_AROUND = " \t.:;()[]<>«»„“”\"'"
_WORDS = frozenset(
    word.strip()
    for line in """
null ; nul ; none ; nan ; nil ; na ; n.a ; n/a ; nat ; undefined ; not applicable ; not available ; no data
unknown ; unk ; u/k ; not known ; tbc ; tbd ; nk ; not stated ; unspecified ; not provided ; not specified ; missing
no patronymic ; nmn ; fnu ; lnu ; ditto ; idem ; ibid ; same ; same as above ; as above ; blank ; empty
невідомо ; невід ; невідомий ; невідома ; невідоме ; не відомо ; н/в ; не встановлено ; уточнюється ; н/д ; нд ; н.д
немає даних ; нема даних ; дані відсутні ; даних немає ; відомості відсутні ; не вказано ; не надано ; немає ; нема
відсутнє ; відсутня ; відсутній ; відсутні ; без по батькові ; б/н ; б/п ; не має ; те саме ; так само ; той же
пусто ; порожньо ; не зазначено ; без даних
неизвестно ; неизвестен ; неизвестна ; неизв ; н/и ; не известно ; не установлено ; уточняется ; нет данных
нет сведений ; данные отсутствуют ; не указано ; не указана ; не указан ; не представлено ; нет ; отсутствует
не имеет ; без отчества ; б/о ; не имеется ; то же ; там же ; без данных
inconnu ; inconnue ; non connu ; nc ; à préciser ; a preciser ; n.d ; nd ; non renseigné ; non renseigne ; nr
non spécifié ; non specifie ; non communiqué ; non communique ; néant ; neant ; aucun ; aucune ; sans objet ; s/o
غير معروف ; غير معروفة ; مجهول ; قيد التحقق ; غير محدد ; لا توجد بيانات ; غير مذكور ; غ.م ; غير متوفر ; لا يوجد
لا شيء ; بدون ; ليس له ; كذلك ; نفسه ; أيضا
""".strip().splitlines()
    for word in line.split(";")
)
"""Words for what is not known, not said, or not there, and for what stands above. Some are names of people, too."""
_NAMES = frozenset(("Nan", "Nat", "Na", "Nil"))  # as people write a name, and no program what is missing


def is_blank(text: str) -> bool:
    """Return whether a text has nothing that can be seen."""
    return not text or (_BLANK.fullmatch(text) is not None)


def fold_nothing(text: str) -> str:
    """Return a text without differences in case, spaces and kinds of dash."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS).split())


@lru_cache(2**14)
def is_nothing(text: str) -> bool:
    """Return whether a text looks like a word or sign for nothing. It may be a name: Null, Nil and None are."""
    if len(text) > _MAX_LENGTH:
        return False
    folded = fold_nothing(text)
    if text in _NAMES:
        return False
    return _MARKS.fullmatch(folded) is not None or folded.strip(_AROUND) in _WORDS
