"""What a token may be narrowed to (contract.md, "Scopes")."""

SCOPES = (
    "members:read",
    "members:decide",
    "members:contact",
    "posts:read",
    "posts:write",
    "posts:decide",
    "contests:read",
    "contests:write",
    "surveys:read",
    "surveys:aggregate",
    "surveys:write",
    "questions:read",
    "questions:answer",
    "wishes:aggregate",
    "wishes:write",
    "reports:read",
    "reports:write",
    "units:read",
    "units:write",
    "audit:read",
)
