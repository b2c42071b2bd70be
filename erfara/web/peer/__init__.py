"""Pages of peer support programmes, one module an area."""
