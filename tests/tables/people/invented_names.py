"""The names of look_alikes.py: common given names, and family names invented from a root and an ending."""

import re

Name = tuple[str, str]
"""A name in Ukrainian and in Russian."""


def _rows(text: str) -> list[list[str]]:
    return [row.split() for row in text.split("|")]


# In Ukrainian, in Russian, and as speakers of English write it

_MEN = _rows("""
    Олександр Александр Alexander Alex Oleksander|Сергій Сергей Sergey Sergei Serhiy Sergii Serge|
    Володимир Владимир Vladimir Volodymyr Wladimir|Андрій Андрей Andrey Andrei Andriy Andrii|
    Микола Николай Nikolai Nikolay Mykola|Олексій Алексей Alexei Alexey Aleksey Oleksiy|
    Дмитро Дмитрий Dmitri Dmitry Dmitriy Dmytro|Михайло Михаил Mikhail Mykhailo Michail|
    Євген Евгений Evgeny Yevgeny Eugene Yevhen Evgeniy|Юрій Юрий Yuri Yury Yuriy Iurii|Іван Иван Ivan|
    Василь Василий Vasily Vasyl Vassili|Віктор Виктор Viktor Victor|Ігор Игорь Igor Ihor|Олег Олег Oleg Oleh|
    Петро Пётр Petr Pyotr Petro Peter|Павло Павел Pavel Pavlo|Григорій Григорий Grigory Hryhoriy Grigoriy|
    Степан Степан Stepan|Тарас Тарас Taras|Богдан Богдан Bogdan Bohdan|Роман Роман Roman|
    Максим Максим Maxim Maksym Maksim|Ілля Илья Ilya Illia Ilia|Яків Яков Yakov Yakiv Jacob|Лев Лев Lev|
    Кирило Кирилл Kirill Kyrylo Cyril|Данило Даниил Daniil Danylo Danil|Артем Артём Artem Artyom|
    Денис Денис Denis Denys Dennis|Руслан Руслан Ruslan|Ярослав Ярослав Yaroslav Jaroslav|
    В’ячеслав Вячеслав Vyacheslav Viacheslav Vjacheslav|Анатолій Анатолий Anatoly Anatoliy Anatolii|
    Валерій Валерий Valery Valeriy Valerii|Леонід Леонид Leonid|Едуард Эдуард Eduard Edward|
    Костянтин Константин Konstantin Kostiantyn Constantine|Назар Назар Nazar|Остап Остап Ostap|
    Семен Семён Semyon Semen Simeon|Федір Фёдор Fyodor Fedor Fedir|Арсеній Арсений Arseny Arseniy|
    Георгій Георгий Georgy Heorhii Georgiy|Гліб Глеб Gleb Hlib|Матвій Матвей Matvey Matviy Matvei|
    Тимофій Тимофей Timofey Tymofiy|Микита Никита Nikita Mykyta|Станіслав Станислав Stanislav|
    Вадим Вадим Vadim Vadym|Борис Борис Boris Borys|Геннадій Геннадий Gennady Hennadii Gennadiy
""")
_WOMEN = _rows("""
    Олена Елена Elena Olena Yelena|Наталія Наталья Natalia Natalya Nataliya|Ганна Анна Anna Hanna|
    Ольга Ольга Olga Olha|Тетяна Татьяна Tatiana Tetiana Tatyana|Ірина Ирина Irina Iryna|
    Оксана Оксана Oksana Oxana|Юлія Юлия Yulia Julia Yuliya|Світлана Светлана Svetlana Svitlana|
    Людмила Людмила Lyudmila Liudmyla Ludmila|Катерина Екатерина Ekaterina Kateryna Katerina|
    Вікторія Виктория Victoria Viktoria Viktoriya|Марія Мария Maria Mariya Mariia|
    Надія Надежда Nadezhda Nadia Nadiya|Любов Любовь Lyubov Liubov|Валентина Валентина Valentina Valentyna|
    Галина Галина Galina Halyna|Софія София Sofia Sofiya Sophia|Дарина Дарина Daryna Darina|
    Ксенія Ксения Ksenia Xenia Kseniya|Євгенія Евгения Evgenia Yevheniia Evgeniya|
    Анастасія Анастасия Anastasia Anastasiya|Ніна Нина Nina|Зоя Зоя Zoya Zoia|Раїса Раиса Raisa|
    Лариса Лариса Larisa Larysa|Мар’яна Марьяна Maryana Mariana|Яна Яна Yana Jana|Аліна Алина Alina|
    Соломія Соломия Solomia Solomiya
""")
MEN, WOMEN = ({uk: ru for uk, ru, *_ in rows} for rows in (_MEN, _WOMEN))
BY_EAR = {ru: spellings for _, ru, *spellings in (*_MEN, *_WOMEN)}
MANY_HAVE = [
    "Олександр",
    "Сергій",
    "Володимир",
    "Андрій",
    "Микола",
    "Олексій",
    "Дмитро",
    "Юрій",
    "Іван",
    "Олена",
    "Наталія",
    "Ганна",
    "Ольга",
    "Тетяна",
]

# In Ukrainian, and in Russian if that differs

_ROOTS = _rows("""
    Щерб|Яг|Гречан|Їжак Ежак|Ґудз Гудз|Юшк|Заболот|Хвил|Лютин|Морозь|Пшен|Жур|Гайдай|Вишн|Зв’яг Звяг|В’юн Вьюн|
    Кир’ян Кирьян|Лук’ян Лукьян|Сірк Сирк|Ліщ Лищ|Єрм Ерм|Євтуш Евтуш|Дзюб|Цимбал Цымбал|Шульж|Кузьм|Рибч Рыбч|
    Трипіл Трипол|Сіроштан Сероштан|Хмельн|Ющ|Зінь Зинь|Ключ|Дзвін Дзвин|Чайк|Бджіл Бджил|Тищ|Рожк|Гнат|Ярем|
    Ґалаґан Галаган|Шев|Чумач|Юхим|Якимч|Ониськ|Прищ|Хоруж|Жайвор|Слєсар Слесар
""")
_FIRSTS = _rows("""
    Біло Бело|Чорно Черно|Криво|Добро|Сухо|Мало|Сто|П’яти Пяти|Голо|Рябо|Старо|Ново|Красно|Вели|Товсто Толсто|
    Гірко Горько|Не|Пере
""")
_SECONDS = _rows("""
    ус|став|груд|шап|хат|жит|хвіст хвост|щок|гай|зуб|річ реч|камінь камень|верх|мов|кобил кобыл|юшк|яр|дуб|пляс|
    їзд езд
""")
_ENDINGS = _rows("""
    енко|ук|чук|юк|ський ский|цький цкий|ов|ін ин|ишин|ко|ець ец|ик|ів ив|ак|иш
""")
_PLACES = _rows("""
    Харків Харьков|Київ Киев|Львів Львов|Полтава|Суми Сумы|Одеса Одесса|Чернігів Чернигов|Херсон|Луцьк Луцк|
    Рівне Ровно
""")
ROOTS, FIRSTS, SECONDS, ENDINGS, PLACES = (
    [(row[0], row[-1]) for row in rows] for rows in (_ROOTS, _FIRSTS, _SECONDS, _ENDINGS, _PLACES)
)

# Of other tongues: in Ukrainian, in Russian, and as the papers of one person may have it in Latin letters

ELSEWHERE_GIVEN = _rows("""
    Мухаммад Мухаммед Muhammad Mohamed Mohammed Mohammad|Абдуллах Абдул-лах Abdullah Abdallah Abdulla|
    Юсуф Юсуф Yusuf Youssef Yousef|Рустам Рустам Rustam Roustam|Алішер Алишер Alisher Alicher|
    Хусейн Хусейн Hussein Hussain Khusein|Фарход Фарход Farhod Farkhod|Ібрагім Ибрагим Ibrahim Ibragim|
    Ахмед Ахмед Ahmed Akhmed Ahmad|Шерзод Шерзод Sherzod Cherzod|Абдулазіз Абдулазиз Abdulaziz Abdul-Aziz
""")
ELSEWHERE_FAMILY = _rows("""
    Карімов Каримов Karimov Karimow|Рахімов Рахимов Rakhimov Rahimov|
    аль-Хатіб аль-Хатиб Al-Khatib Alkhatib al-Khateeb|Хасан Хасан Hassan Hasan|
    Юлдашев Юлдашев Yuldashev Yuldoshev Iouldachev|Джураєв Джураев Djuraev Juraev Dzhuraev|
    Сулейманов Сулейманов Suleymanov Suleimanov|Махмуд Махмуд Mahmoud Mahmud Makhmud|Назаров Назаров Nazarov|
    Ташкентбаєв Ташкентбаев Tashkentbaev Tashkentbayev|Аббасі Аббаси Abbasi Abbassi
""")
ELSEWHERE = {ru: spellings for _, ru, *spellings in (*ELSEWHERE_GIVEN, *ELSEWHERE_FAMILY)}

_UK_FATHERS = {
    "Микола": ("Миколайович", "Миколаївна"),
    "Ілля": ("Ілліч", "Іллівна"),
    "Григорій": ("Григорович", "Григорівна"),
    "Яків": ("Якович", "Яківна"),
    "Лев": ("Львович", "Львівна"),
    "Микита": ("Микитович", "Микитівна"),
    "Федір": ("Федорович", "Федорівна"),
    "Василь": ("Васильович", "Василівна"),
}
_RU_FATHERS = {
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Георгий": ("Георгиевич", "Георгиевна"),
    "Илья": ("Ильич", "Ильинична"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Лев": ("Львович", "Львовна"),
    "Никита": ("Никитич", "Никитична"),
    "Михаил": ("Михайлович", "Михайловна"),
}


def patronymic(uk: str, woman: bool) -> Name:
    ru = MEN[uk]
    if uk in _UK_FATHERS:
        in_uk = _UK_FATHERS[uk][woman]
    elif uk.endswith("й"):
        in_uk = uk[:-1] + ("ївна" if woman else "йович")
    else:
        in_uk = uk.rstrip("о") + ("івна" if woman else "ович")
    if ru in _RU_FATHERS:
        in_ru = _RU_FATHERS[ru][woman]
    elif ru.endswith("ий"):
        in_ru = ru[:-2] + ("ьевна" if woman else "ьевич")
    elif ru[-1] in "йь":
        in_ru = ru[:-1] + ("евна" if woman else "евич")
    else:
        in_ru = ru + ("овна" if woman else "ович")
    return in_uk, in_ru


def feminine(family: str) -> str:
    """Return a family name in its feminine form."""

    def one(name: str) -> str:
        name = re.sub("(с|ц)ький$", r"\1ька", re.sub("(с|ц)кий$", r"\1кая", name))
        return re.sub("(ов|ев|єв|ін|ин)$", r"\1а", name)

    return "-".join(map(one, family.split("-")))
