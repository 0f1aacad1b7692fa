"""The one function that the texts of history share and that engines do not have: defined once for each."""

from __future__ import annotations

SORTED_WORDS = """
create or replace temp macro sorted_words(words) as
    array_to_string(list_sort(list_distinct(string_split(words, ' '))), ' ')
"""
"""`sorted_words(words)`: the different words of a text in order, one space between."""

SORTED_WORDS_SPARK = """
create or replace temporary function sorted_words(words string) returns string
return array_join(array_sort(array_distinct(split(words, ' '))), ' ')
"""
