"""The vocabulary: complete in two languages, real Turtle, honest links."""

import re

import pytest
import rdflib

from erfara.engines.matching import scheme as reading
from erfara.engines.matching.errors import SchemeError
from erfara.engines.matching.turtle import Literal, triples

HEAD = """@prefix e: <https://w3id.org/erfara/experience/> .
@prefix s: <https://w3id.org/erfara/scheme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e:facet-x a skos:Collection ; skos:prefLabel "X"@sv , "X"@en ; s:kind "core" .
"""


def concept(name, more=""):
    return (
        f'e:{name} a skos:Concept ; s:facet e:facet-x ; skos:prefLabel "{name}"@sv , "{name}"@en '
        f"{more}.\n"
    )


def test_it_is_broad_and_in_two_languages():
    scheme = reading.experience()
    assert len(scheme.concepts) >= 500
    for one in scheme.concepts.values():
        assert one.names["sv"]
        assert one.names["en"]
        assert sum(label.lang == "sv" for label in one.labels) >= 2 or one.facet == "person"


def test_no_two_concepts_share_a_name():
    names = [c.name().lower() for c in reading.experience().concepts.values()]
    assert sorted(names) == sorted(set(names))


def test_no_code_of_a_clinical_classification_is_in_it():
    codes = re.compile(r"\b[A-TV-Z]\d\d\.\d|\b[F]\d\d\b|\b[bsde]\d{3,}\b|\b\d{6,18}\b")
    for one in reading.experience().concepts.values():
        assert not [label.text for label in one.labels if codes.search(label.text)]


@pytest.mark.parametrize("path", sorted(reading.FOLDER.glob("*.ttl")), ids=lambda path: path.stem)
def test_our_reader_reads_what_the_standard_reads(path):
    text = path.read_text(encoding="utf-8")
    ours = {
        (s, p, (o.text, o.lang) if isinstance(o, Literal) else (o, None))
        for s, p, o in triples(text, path.name)
    }
    graph = rdflib.Graph().parse(data=text, format="turtle")
    theirs = {
        (
            str(s),
            str(p),
            (str(o), o.language or "") if isinstance(o, rdflib.Literal) else (str(o), None),
        )
        for s, p, o in graph
    }
    assert ours == theirs


def test_a_word_that_is_no_longer_used_leads_to_its_replacement():
    old = concept("gammal", "; owl:deprecated true ; dcterms:isReplacedBy e:ny ")
    scheme = reading.read([("x", HEAD + old + concept("ny"))])
    assert list(scheme.concepts) == ["ny"]
    assert "gammal" in [label.text for label in scheme.concepts["ny"].labels]


def test_a_library_may_add_a_scheme_of_its_own():
    own = """@prefix e: <https://w3id.org/erfara/experience/> .
    @prefix s: <https://w3id.org/erfara/scheme/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <https://library.example/x> a skos:Concept ; s:facet e:facet-x ; skos:broader e:ny ;
      skos:prefLabel "lokalt"@sv , "local"@en ."""
    scheme = reading.read([("x", HEAD + concept("ny")), ("own", own)])
    assert scheme.near("ny")["https://library.example/x"] == reading.NARROWER[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (concept("a", "; skos:broader e:saknas "), "which isn't there"),
        (concept("a", "; skos:broader e:b ") + concept("b", "; skos:broader e:a "), "below itself"),
        ('e:a a skos:Concept ; s:facet e:facet-x ; skos:prefLabel "a"@sv .', "language 'en'"),
        ('e:a skos:prefLabel "a"@sv', "no end"),
        ("e:a x:b e:c .", "'x' is not declared"),
        ("e:a skos:note [ ] .", "line 7"),
    ],
)
def test_a_scheme_that_is_wrong_says_where(text, said):
    with pytest.raises(SchemeError, match=said):
        reading.read([("own.ttl", HEAD + text)])
