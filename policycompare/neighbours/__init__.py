"""Find each clause's nearest clauses of other groups without comparing each with each.

A row meets the others through its terms. Common terms make most of the meetings and tell least, so
a row uses its terms from the rarest on until about ``reach`` clauses are met; the clauses that come
out best are measured again with all terms, and the best of those are the nearest. A clause whose
terms all fit in, as in every small corpus, finds exactly its nearest.

The clauses that come out best are chosen by weights rounded to whole numbers, whose sums are exact:
kernels (``join``, ``meetings``, ``best``, ``kernels``) and scipy (``products``) find the same.
"""

from policycompare.neighbours.fields import FIELDS, Field, list_fields
from policycompare.neighbours.finding import REACH, Nearest, find_nearest
from policycompare.neighbours.products import measure_pairs

__all__ = ["FIELDS", "REACH", "Field", "Nearest", "find_nearest", "list_fields", "measure_pairs"]
