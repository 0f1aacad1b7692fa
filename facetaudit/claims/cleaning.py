"""How the text of a cell becomes a value: DuckDB macros that every format shares.

Each macro answers at once for a cell that is written plainly and goes the long way for the rest, because the
first pass cleans every row of an extract.  The macros take a column of text, or of the type that it shall have
(Parquet).  They read variables that a source sets: `intake_date_formats` (list; used unless `intake_iso`),
`intake_signs` (decimal sign, then thousands sign) and `intake_modifier_pattern` (of a cell that can be read).

A macro writes its argument out wherever it stands, so the long ways are chains in which each text stands once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MACROS = r"""
-- Trimmed text without Excel's marks ('64493, ="64493", 64493.0); blank and NULL are missing.
create or replace temp macro intake_long_text(x) as
    regexp_extract_all(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(x, '^[\s\x{00A0}\x{FEFF}]+|[\s\x{00A0}]+$', '', 'g'),
                    '^(?:''(.*?)''?|="(.*)")$', '\1\2'),
                '^(-?[0-9]+)\.0+$', '\1'),
            '^(?:NULL|null)$', ''),
        '(?s)^.+$')[1];
create or replace temp macro intake_text(x) as
    case when x is null then null
         when unicode(x) between 48 and 122 and right(x, 1) > ' ' and not contains(x, ' ') and not contains(x, '"')
              and strlen(x) = length(x) and not contains(x, '.') and x <> 'NULL' and x <> 'null' then x
         else intake_long_text(x) end;
create or replace temp macro intake_is_filled(x) as
    x is not null and upper(trim(cast(x as varchar), ' ''' || chr(9) || chr(160))) not in ('', 'NULL');

-- ISO dates (with a time or without), typed dates, or the declared formats only: the order of day and month is
-- never guessed.
create or replace temp macro intake_date(x) as
    case when x is null then null
         when typeof(x) = 'DATE' then try_cast(x as date)
         when not getvariable('intake_iso')
         then cast(try_strptime(intake_text(cast(x as varchar)), getvariable('intake_date_formats')) as date)
         when cast(x as varchar) like '____-__-__' then try_cast(x as date)
         else try_cast(regexp_extract(intake_long_text(cast(x as varchar)),
                  '^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?Z?)?$', 1)
              as date) end;

-- $1,234.56  (12.50)  12.50-  -$5  with the declared signs; grouped digits must be grouped in threes.  A number
-- that is too long becomes the largest of 14 digits, which every range check refuses.
create or replace temp macro intake_number_text(t) as
    try_cast(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            replace(translate(intake_long_text(t), getvariable('intake_signs'), '.,'), ' ', ''),
                            '^[(][$]?([0-9.,]+)[)]$', '-\1'),
                        '^[$]?([0-9.,]+)-$', '-\1'),
                    '^([-+]?)[$]([-+]?)', '\1\2'),
                '^([-+]?[0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?(?:,([0-9]{3}))?([.][0-9]*)?$', '\1\2\3\4\5'),
            '^([-+]?)[0-9]{15,}([.][0-9]*)?$', '\199999999999999')
        as decimal(18, 4));
create or replace temp macro intake_number(x) as
    case when x is null then null
         else coalesce(
             case when typeof(x) <> 'VARCHAR' or getvariable('intake_signs') = '.,'
                  then try_cast(x as decimal(18, 4)) end,
             intake_number_text(cast(x as varchar))) end;

-- Procedure codes: 64493; lost zeros 213T 1936; modifiers in the cell 64493-50 64493,50 6449350.
create or replace temp macro intake_long_code(t) as
    case when regexp_full_match(t, '(?:[0-9]{4}|[0-9]{3}T)(?:[ ,;:/-]+(?:[0-9A-Z]{2}[ ,;:/-]*)+)?')
         then '0' || left(t, 4)
         when regexp_full_match(t, '[0-9A-Z]{5}|[0-9A-Z][0-9]{3}[0-9A-Z][ ,;:/-]*(?:[0-9A-Z]{2}[ ,;:/-]*)*')
         then left(t, 5) end;
create or replace temp macro intake_code(x) as
    case when x is null then null
         when regexp_full_match(x, '[0-9A-Z]{5}') then x
         else intake_long_code(upper(intake_long_text(x))) end;
create or replace temp macro intake_code_modifiers(x) as
    case when x is null or regexp_full_match(x, '[0-9A-Z]{5}') then null
         else regexp_replace(upper(intake_long_text(x)),
                             '^(?:(?:[0-9]{4}|[0-9]{3}T)(?:[ ,;:/-]|$)|.{5})', '') end;

-- One modifier cell: one modifier, or a list; without a separator only where the mapping says one cell.
create or replace temp macro intake_modifier_text(x) as
    upper(regexp_replace(regexp_replace(intake_text(x), '\b([0-9]{2})[.]0+\b', '\1', 'g'),
                         '(?i)\b(?:none|null|nan)\b', '', 'g'));
create or replace temp macro intake_modifier_is_read(x) as
    case when x is null then true
         when regexp_full_match(x, '[0-9A-Za-z]{2}') then true
         else coalesce(regexp_full_match(intake_modifier_text(x), getvariable('intake_modifier_pattern')), true) end;
create or replace temp macro intake_distinct(items) as
    list_filter(items, lambda item, i: list_position(items, item) = i);
create or replace temp macro intake_modifiers(code, a, b, c, d) as
    coalesce(
        case when c is null and d is null and regexp_full_match(code, '[0-9A-Z]{5}')
             then case when a is null and b is null then cast([] as varchar[])
                       when not regexp_full_match(a, '[0-9A-Z]{2}') then null
                       when b is null then [a]
                       when regexp_full_match(b, '[0-9A-Z]{2}') and a <> b then [a, b] end end,
        intake_distinct(regexp_extract_all(
            concat_ws(' ', intake_code_modifiers(code), intake_modifier_text(a), intake_modifier_text(b),
                      intake_modifier_text(c), intake_modifier_text(d)),
            '[0-9A-Z]{2}')));

-- Coded columns, in the case of the accepted values; a place of service that lost its leading zero.
create or replace temp macro intake_lower(x) as
    case when x is null then null else lower(intake_text(x)) end;
create or replace temp macro intake_upper(x) as
    case when x is null then null else upper(intake_text(x)) end;
create or replace temp macro intake_place(x) as
    case when x is null then null
         when regexp_full_match(x, '[0-9]{2}') then x
         else regexp_replace(intake_long_text(x), '^([0-9])$', '0\1') end;

-- Diagnosis codes of a cell with any separators; the kind of code before a code (ICD10|M47.816) is none.
create or replace temp macro intake_diagnoses(x) as
    intake_distinct(regexp_extract_all(
        regexp_replace(intake_upper(x), '\bICD-?(?:9|10)(?:-?CM)?(?:[^0-9A-Z.]+|$)', ' ', 'g'), '[0-9A-Z.]+'));
create or replace temp macro intake_diagnosis_text(x) as
    case when x is null then null
         when regexp_full_match(x, '[A-Z][0-9][0-9A-Z](?:[.][0-9A-Z]{1,4})?') then x
         else nullif(array_to_string(intake_diagnoses(x), ';'), '') end;
"""

# A modifier cell that can be read: one modifier or a list of them; with or without separators between.  A cell that
# holds all modifiers may be a list as programs write it: ["50", "KX"].
SEPARATED_MODIFIERS = "[ ,;:/|-]*(?:[0-9A-Z]{2}[ ,;:/|-]+)*(?:[0-9A-Z]{2})?"
RUN_TOGETHER_MODIFIERS = r"""[][ ,;:/|"'-]*(?:[0-9A-Z]{2}[][ ,;:/|"'-]*)*"""

DROP_MACROS = """
drop macro if exists intake_diagnosis_text;
drop macro if exists intake_diagnoses;
drop macro if exists intake_place;
drop macro if exists intake_upper;
drop macro if exists intake_lower;
drop macro if exists intake_distinct;
drop macro if exists intake_modifiers;
drop macro if exists intake_modifier_is_read;
drop macro if exists intake_modifier_text;
drop macro if exists intake_code_modifiers;
drop macro if exists intake_code;
drop macro if exists intake_long_code;
drop macro if exists intake_number;
drop macro if exists intake_number_text;
drop macro if exists intake_date;
drop macro if exists intake_is_filled;
drop macro if exists intake_text;
drop macro if exists intake_long_text;
"""


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the cleaning macros in the connection (temporary, replaced when they exist)."""
    con.execute(MACROS)


def drop_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Remove the cleaning macros from the connection."""
    con.execute(DROP_MACROS)
