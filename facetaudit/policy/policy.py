"""The questions that can be asked of a policy: values in force, code sets, MACs, packs and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from facetaudit.errors import PolicyError
from facetaudit.policy.model import (
    OPEN_END,
    UNKNOWN_MAC,
    CodeRow,
    DatedValue,
    DiagnosisRow,
    Mac,
    MueRow,
    Pack,
    Parameter,
    PolicyValue,
    Scope,
    Source,
    StateMac,
    weakest,
)
from facetaudit.policy.words import did_you_mean, listed

if TYPE_CHECKING:
    import duckdb

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Policy:
    """All values, code sets, unit limits, MACs and packs that were read.

    `macs` holds the eight MACs and `UNKNOWN_MAC`; `payers` maps a payer's name in lower case to its pack.
    """

    sources: Mapping[str, Source]
    macs: Mapping[str, Mac]
    packs: Mapping[str, Pack]
    payers: Mapping[str, str]
    by_name: Mapping[str, Parameter]
    code_sets: Mapping[str, tuple[CodeRow, ...]]
    diagnoses: Mapping[str, tuple[DiagnosisRow, ...]]
    mues: tuple[MueRow, ...]

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the parameters in the order of their names."""
        return tuple(self.by_name[name] for name in sorted(self.by_name))

    def timeline(self, name: str, mac: str | None = None, pack: str = "medicare") -> tuple[PolicyValue, ...]:
        """Give every value of a parameter for a MAC and a pack, in date order, without gaps or overlaps.

        Raises `PolicyError` for a parameter, MAC or pack that there is not.
        """
        parameter = self._one("parameter", name, self.by_name)
        mac_object = self._one("MAC", mac or UNKNOWN_MAC, self.macs)
        series = parameter.deciding(self._one("pack", pack, self.packs), mac_object.name)
        if series is None:
            raise PolicyError(f"The parameter {name} has no value in the pack {pack}; give it one with scope all.")
        starts = series.starts(mac_object)
        ends = [start - timedelta(days=1) for start in starts[1:]] + [OPEN_END]
        return tuple(
            self._dated(parameter.name, pack, mac_object, series.scope, value, start, end)
            for value, start, end in zip(series.values, starts, ends, strict=True)
        )

    def value(self, name: str, on: date, mac: str | None = None, pack: str = "medicare") -> PolicyValue:
        """Give the value of a parameter in force on a day.

        `mac` empty means that it is not known: then the latest date of any MAC applies. Raises `PolicyError` for an
        unknown parameter, MAC or pack, and for a day before the first value (never the nearest value).
        """
        rows = self.timeline(name, mac, pack)
        for row in reversed(rows):
            if row.valid_from <= on:
                return row
        raise PolicyError(
            f"The parameter {name} has no value on {on}: its first value holds from {rows[0].valid_from}; "
            f"ask for that day or a later one."
        )

    def in_force(self, on: date, mac: str | None = None, pack: str = "medicare") -> tuple[PolicyValue, ...]:
        """Give the value of every parameter on a day, in the order of their names."""
        return tuple(self.value(name, on, mac, pack) for name in sorted(self.by_name))

    def expanded(self) -> tuple[PolicyValue, ...]:
        """Give every value for every pack and MAC: the rows of the `param` table."""
        return tuple(
            row
            for name in sorted(self.by_name)
            for pack in sorted(self.packs)
            for mac in sorted(self.macs)
            for row in self.timeline(name, mac, pack)
        )

    def check_dates(self, first_service_date: date | None) -> None:
        """Refuse (`PolicyError`) claims that are older than the first value of a parameter.

        `first_service_date` is the earliest day with a facet line among the audited lines, empty where there is none.
        """
        if first_service_date is None:
            return
        first, name = self._last_first_day
        if first_service_date < first:
            raise PolicyError(
                f"The earliest facet line is of {first_service_date}, but the parameter {name} has its first value on "
                f"{first}; leave the lines before that day out of the extract."
            )

    def state_macs(self) -> tuple[StateMac, ...]:
        """Give every state with its MAC, in order of MAC and state."""
        return tuple(StateMac(state, name) for name in sorted(self.macs) for state in self.macs[name].states)

    def mac_of_state(self, state: str | None) -> str | None:
        """Give the MAC of a two-letter state, or nothing where the state is empty or has none."""
        return self._state_macs.get((state or "").strip().upper())

    def pack_of_payer(self, payer: str) -> str:
        """Give the pack of a payer by its name, whatever its case; other payers follow the default pack."""
        return self.payers.get(payer.strip().lower(), self.default_pack)

    @property
    def default_pack(self) -> str:
        """The pack of the payers that no pack names."""
        return next(pack.name for pack in self.packs.values() if pack.is_default)

    def codes(self, name: str) -> tuple[CodeRow, ...]:
        """Give the rows of a code set; `PolicyError` names the nearest where there is none of that name."""
        return self._one("code set", name, self.code_sets)

    def family_codes(self) -> tuple[str, ...]:
        """Give the sixteen facet codes, in order."""
        return tuple(sorted({row.hcpcs for row in self.code_sets["family"]}))

    def short_name(self, hcpcs: str) -> str:
        """Give our own short name of a code, or the code itself where it has none."""
        return self._short_names.get(hcpcs, hcpcs)

    def fingerprint(self) -> str:
        """Give the SHA-256 (64 hex digits) of the whole content; file order and layout do not change it."""
        content = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def register(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make (or replace) the TEMP tables that detectors and history join: see `facetaudit.policy.tables`."""
        from facetaudit.policy.tables import register

        register(self, con)

    @cached_property
    def _state_macs(self) -> dict[str, str]:
        return dict(self.state_macs())

    @cached_property
    def _short_names(self) -> dict[str, str]:
        rows = (row for name in sorted(self.code_sets) for row in self.code_sets[name])
        return {row.hcpcs: row.short_name for row in rows if row.short_name}

    @cached_property
    def _last_first_day(self) -> tuple[date, str]:
        """The latest of the parameters' first days in any pack and MAC, and the parameter's name."""
        firsts = (
            (series.starts(mac)[0], parameter.name)
            for parameter in self.parameters()
            for series in parameter.series
            for mac in self.macs.values()
        )
        return max(firsts, default=(date.min, ""))

    @staticmethod
    def _one(kind: str, name: str, known: Mapping[str, Thing]) -> Thing:
        if name not in known:
            raise PolicyError(f'There is no {kind} "{name}"; there are {listed(known)}{did_you_mean(name, known)}.')
        return known[name]

    def _dated(
        self, name: str, pack: str, mac: Mac, scope: Scope, value: DatedValue, start: date, end: date
    ) -> PolicyValue:
        mac_date = mac.date_of(value.valid_from) if isinstance(value.valid_from, str) else None
        return PolicyValue(
            name=name,
            pack=pack,
            mac=mac.name,
            value=value.value,
            number=value.number,
            valid_from=start,
            valid_to=end,
            source_id=value.source_id,
            source_title=self.sources[value.source_id].title,
            also=value.also,
            date_source_id=mac_date.source_id if mac_date else None,
            basis=weakest([value.basis, mac_date.basis]) if mac_date else value.basis,
            checked_on=value.checked_on,
            scope=str(scope),
            note=" ".join(filter(None, [value.note, mac_date.note if mac_date else ""])),
        )
