"""Optional semantics: vectors of clauses from a sentence embedding model (extra ``semantic``).

Without the extra nothing here is loaded, nothing changes and nothing is downloaded
(docs/semantic.md).
"""

from policycompare.semantic.cache import CachedEmbedder
from policycompare.semantic.clauses import ClauseVectors, embed_clauses
from policycompare.semantic.embedder import Embedder, check_vectors
from policycompare.semantic.loading import load_embedder

__all__ = [
    "CachedEmbedder",
    "ClauseVectors",
    "Embedder",
    "check_vectors",
    "embed_clauses",
    "load_embedder",
]
