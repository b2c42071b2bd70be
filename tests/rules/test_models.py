"""Rules over every model: whose it is, what of it is personal, which way its keys point."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from erfara.foundation.models import TenantModel

# From the top: a key may point to its own app or to one further down.
ORDER = [
    "web", "workflows", "governance", "insight", "peersupport", "compensation", "lending",
    "surveys", "people", "vocabulary", "organisations", "accounts", "foundation",
]  # fmt: skip
OURS = [m for m in apps.get_models() if m._meta.app_label in ORDER]
# Below the programmes, or the programme itself: they hold the tenant's id, or none.
WITHOUT_PROGRAMME = {"organisations.Programme"}
# Sealed or keyed, and the demonstration's letters, which a real installation can't have.
SEALED = {
    "foundation.SealedBlob", "foundation.BlindIndex", "foundation.Likeness",
    "foundation.SentLetter",
}  # fmt: skip
IMPLIED = {"id", "created_at", "programme"}


def name_of(model: type[Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_every_field_says_what_kind_of_data_it_is(model: type[Model]) -> None:
    kinds = model.personal.kind_of()  # type: ignore[attr-defined]
    fields = {f.name for f in model._meta.concrete_fields} - IMPLIED
    assert fields == set(kinds), fields ^ set(kinds)


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_keys_point_downwards(model: type[Model]) -> None:
    level = ORDER.index(model._meta.app_label)
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target._meta.app_label in ORDER:
            assert ORDER.index(target._meta.app_label) >= level, field


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_every_row_belongs_to_a_programme(model: type[Model]) -> None:
    if model._meta.app_label in {"foundation", "accounts"}:
        return
    assert issubclass(model, TenantModel) or name_of(model) in WITHOUT_PROGRAMME


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_nothing_contacts_or_sensitive_stands_outside_the_vault(model: type[Model]) -> None:
    if name_of(model) in SEALED:
        return
    kinds = model.personal.kind_of()  # type: ignore[attr-defined]
    assert not {name for name, kind in kinds.items() if kind in {"contact", "sensitive"}}


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_lists_have_no_hidden_order(model: type[Model]) -> None:
    assert not model._meta.ordering
