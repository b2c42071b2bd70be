"""A prepared query answers as the ordinary one does, and a value can't become another query."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from erfara.foundation.models import Link
from erfara.foundation.prepared import LONGEST, Prepared, among
from erfara.lending.models import LoanRequest
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OF = Prepared(
    lambda tenant, people, before: (
        Link.objects.filter(among("person_id", people), tenant_id=tenant, expires_at__lt=before)
        .order_by("purpose")
        .values_list("id", "person_id", "purpose", "expires_at", "used_at", "digest")
    )
)


@pytest.fixture
def links():
    tenant = uuid4()
    return [
        Link.objects.create(
            tenant_id=tenant, purpose=f"{number:03}", about_id=uuid4(), person_id=uuid4(),
            digest=uuid4().bytes, expires_at=NOW + timedelta(days=number), created_at=NOW,
        )
        for number in range(LONGEST + 2)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 3, LONGEST + 2])
def test_it_answers_as_the_ordinary_query_does(links, count):
    people = {link.person_id for link in links[:count]}
    before, tenant = NOW + timedelta(days=40), links[0].tenant_id
    ordinary = (
        Link.objects.filter(tenant_id=tenant, person_id__in=people, expires_at__lt=before)
        .order_by("purpose")
        .values_list("id", "person_id", "purpose", "expires_at", "used_at", "digest")
    )
    for _again in range(2):
        rows = OF.rows(tenant=tenant, people=people, before=before)
        assert rows == list(ordinary)
        assert len(rows) == min(count, 40)


def test_so_many_at_the_most_and_how_many_there_are(links):
    values = {
        "tenant": links[0].tenant_id, "people": {link.person_id for link in links[:30]},
        "before": NOW + timedelta(days=20),
    }  # fmt: skip
    whole = OF.rows(**values)
    assert (len(whole), OF.count(**values)) == (20, 20)
    assert OF.rows(most=7, **values) == whole[:7]
    assert OF.rows(most=21, **values) == whole
    by_purpose = Prepared(
        lambda tenant: (
            Link.objects.filter(tenant_id=tenant).values_list("used_at").annotate(of=Count("id"))
        )
    )
    assert by_purpose.count(tenant=values["tenant"]) == 1


def test_a_list_of_any_length_asks_for_itself_and_few_sqls_are_kept(links):
    kept = Prepared(
        lambda people: (
            Link.objects.filter(among("person_id", people))
            .order_by("purpose")
            .values_list("person_id", flat=True)
        )
    )
    for count in (5, 9, 24, 25, 26, 33, 64, 65, 100):
        wanted = [link.person_id for link in links[:count]]
        assert [pk for (pk,) in kept.rows(people=wanted)] == wanted
    assert len(kept._written) == 6


def test_objects_come_with_what_is_joined_and_annotated():
    programme = make.programme()
    asked = Prepared(
        lambda programme: (
            LoanRequest.objects.filter(programme_id=programme)
            .select_related("unit__organisation", "assignment", "loan")
            .annotate(questions=Count("inquiries"))
            .order_by("no")
        )
    )
    rows = [make.loan_request(programme), make.team(make.loan_request(programme)).request]
    wanted = [(str(r.unit), r.assignment.form, r.inquiries.count()) for r in rows]
    for _again in range(2):
        found = asked.objects(LoanRequest, programme=programme.pk)
        with CaptureQueriesContext(connection) as more:
            assert found == rows
            told = [(str(r.unit), r.assignment.form, vars(r)["questions"]) for r in found]
            assert told == wanted
            assert [hasattr(r, "loan") for r in found] == [False, True]
        assert not more.captured_queries
    with pytest.raises(TypeError):
        asked.objects(Link, programme=programme.pk)


def test_its_sql_is_written_once_for_each_length_and_a_long_one_is_not_kept(links):
    written = []

    def write(people):
        written.append(len(people))
        return Link.objects.filter(among("person_id", people)).values_list("id")

    asked = Prepared(write)
    people = [link.person_id for link in links]
    for some in (people[:2], people[2:4], people[:3], people, people):
        assert len(asked.rows(people=some)) == len(some)
    assert written == [2, 3, len(people), len(people)]


def test_nothing_is_among_nothing_and_nothing_is_asked():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert OF.rows(tenant=uuid4(), people=[], before=NOW) == []
    assert not asked.captured_queries


def test_none_is_equal_to_nothing(links):
    unused = Prepared(lambda used: Link.objects.filter(used_at=used).values_list("id"))
    assert unused.rows(used=None) == []


def test_a_value_stays_a_value(links):
    by_purpose = Prepared(lambda purpose: Link.objects.filter(purpose=purpose).values_list("id"))
    assert by_purpose.rows(purpose="' OR 1=1 --") == []
    assert by_purpose.rows(purpose="%s") == []
    assert len(by_purpose.rows(purpose="001")) == 1
