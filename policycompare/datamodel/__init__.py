"""The objects that flow through the stages; results are kept apart from the algorithms.

Every ``start``/``end`` is a half-open character offset into the *source*: the text of a document
exactly as decoded, before anything is cleaned (docs/design.md, invariant 2). Offsets into a
normalized text are always called ``norm_start``/``norm_end``.
"""

from __future__ import annotations

from policycompare.datamodel.differences import (
    Change,
    Differences,
    SharedSentence,
    SoleSentence,
)
from policycompare.datamodel.diffusion import (
    Adoption,
    Dyad,
    LevelRelation,
    LiteralReuse,
    MeasureDiffusion,
    Moment,
    Order,
    ParentState,
)
from policycompare.datamodel.findings import (
    Coverage,
    Coverages,
    CoverageState,
    Findings,
    Gap,
    Gaps,
    Measure,
    States,
)
from policycompare.datamodel.outlines import Clause, Heading, Outline, Sentence, Skip, Unit
from policycompare.datamodel.pairs import Contribution, Link, Links, ScoredPairs
from policycompare.datamodel.places import (
    Division,
    HintStrength,
    Mention,
    NameCheck,
    NameHint,
    NameKind,
)
from policycompare.datamodel.strengths import (
    STRENGTHS,
    Strength,
    StrengthMarker,
    StrengthValue,
)
from policycompare.datamodel.targets import (
    COMPARATOR_SIGNS,
    Comparator,
    DeadlineSource,
    Target,
    TargetKind,
)
from policycompare.datamodel.texts import Damage, Document, Edit, Metadata, NormalizedText, Step
from policycompare.datamodel.units import (
    LeadRelation,
    UnitKind,
    UnitMention,
    UnitName,
    UnitOrigin,
    UnitRelation,
    UnitRole,
)
from policycompare.datamodel.vocabulary import COMPARED_ROLES, Relation, Role, State, Wording

__all__ = [
    "COMPARATOR_SIGNS",
    "COMPARED_ROLES",
    "STRENGTHS",
    "Adoption",
    "Change",
    "Clause",
    "Comparator",
    "Contribution",
    "Coverage",
    "CoverageState",
    "Coverages",
    "Damage",
    "DeadlineSource",
    "Differences",
    "Division",
    "Document",
    "Dyad",
    "Edit",
    "Findings",
    "Gap",
    "Gaps",
    "Heading",
    "HintStrength",
    "LeadRelation",
    "LevelRelation",
    "Link",
    "Links",
    "LiteralReuse",
    "Measure",
    "MeasureDiffusion",
    "Mention",
    "Metadata",
    "Moment",
    "NameCheck",
    "NameHint",
    "NameKind",
    "NormalizedText",
    "Order",
    "Outline",
    "ParentState",
    "Relation",
    "Role",
    "ScoredPairs",
    "Sentence",
    "SharedSentence",
    "Skip",
    "SoleSentence",
    "State",
    "States",
    "Step",
    "Strength",
    "StrengthMarker",
    "StrengthValue",
    "Target",
    "TargetKind",
    "Unit",
    "UnitKind",
    "UnitMention",
    "UnitName",
    "UnitOrigin",
    "UnitRelation",
    "UnitRole",
    "Wording",
]
