"""What is known by name among the crops: classes for ArcFace out of labels that are not all right."""
import torch
import torch.nn.functional as F

ALIKE, STRAY = 0.6, 0.15  # cosines: centres of one person under two names; a crop too far from its person's centre


def classes(embeddings, person, people):
  """embeddings (n, d) of length 1; person (n,), -1 where unknown. Returns the class of each crop, -1 where unknown or
  doubtful, and the classes' centres (c, d): people with the same face under two names are one class."""
  sums = torch.zeros(people, embeddings.shape[1], device=embeddings.device)
  known = person >= 0
  sums.index_add_(0, person[known], embeddings[known])
  centres = F.normalize(sums)
  group = merged(centres)
  joined = torch.zeros_like(sums).index_add_(0, group, sums)
  used, group = group.unique(return_inverse=True)
  joined = F.normalize(joined[used])
  found = torch.where(known, group[person.clamp(min=0)], -1)
  near = (embeddings * joined[found.clamp(min=0)]).sum(1) >= STRAY
  return torch.where(near, found, -1), joined


def merged(centres):
  """For each centre the lowest number of those that are linked with it by a chain of `ALIKE` ones."""
  group = torch.arange(len(centres), device=centres.device)
  links = (centres @ centres.T > ALIKE).nonzero()
  while True:
    lower = group.scatter_reduce(0, links[:, 0], group[links[:, 1]], "amin")
    if torch.equal(lower, group): return group
    group = lower
