"""What the detector is to answer for a composition, cell by cell, and where that is unknown."""
import numpy as np
import torch

from compositions import SIZE, compose, damage
from faces import STRIDES, Detector, intersection_over_union

SURE, CANDIDATE = 0.85, 0.3
STRIDE = np.concatenate([np.full((SIZE // s) ** 2, s) for s in STRIDES])
CORNER = np.concatenate([np.indices((SIZE // s, SIZE // s))[::-1].reshape(2, -1).T for s in STRIDES])


class Compositions(torch.utils.data.Dataset):
  """Item i begins with photo i: a picture (3, 320, 320) uint8 BGR, damaged, and the targets (2100, 18) float32:
  weight of the score, weight of the place, class, object, 4 of the box and 10 of the points in YuNet's layout.

  The faces' places are those that a teacher found in the whole photos. `dense` is a teacher of YuNet's layout that
  looks at the composition before it is damaged: it says which cells answer for a face, and how sure to be."""

  def __init__(self, photos, dense):
    self.photos, self.path, self.dense = photos, dense, None

  def __len__(self):
    return len(self.photos)

  def __getitem__(self, index):
    random = np.random.default_rng()
    picture, faces = compose(self.photos, index, random)
    target = targets(self.answer(picture), faces)
    damaged = damage(picture, faces, random)
    return torch.from_numpy(np.ascontiguousarray(damaged.transpose(2, 0, 1))), torch.from_numpy(target)

  def answer(self, picture):
    if not self.path: return np.zeros((len(STRIDE), 16), np.float32)
    # Opened late, since a session cannot move into the loader's other processes.
    if self.dense is None: self.dense = Detector(self.path, CANDIDATE, 1)
    return np.concatenate(self.dense.dense(picture))


def targets(answer, faces):
  """answer (2100, 16) of the dense teacher, faces (n, 15); returns (2100, 18)."""
  target = np.zeros((len(STRIDE), 18), np.float32)
  weight = target[:, 0]
  # YuNet's class alone says nothing where there is no face, so both outputs learn the score.
  score = np.sqrt(answer[:, :2].clip(0, 1).prod(1))
  target[:, 2:4] = score[:, None]
  weight[:] = score < CANDIDATE
  owner = owners(answer, score, faces)
  learnt = faces[:, 4] >= 0.5
  for face in faces[~learnt]: weight[ignored(face)] = 0
  for index in np.flatnonzero(learnt): learn(target, faces[index], np.flatnonzero(owner == index), score)
  return target


def owners(answer, score, faces):
  """For each cell where the dense teacher sees a face, the index of the face with the same box, else -1."""
  owner = np.full(len(score), -1)
  where = np.flatnonzero(score >= CANDIDATE)
  if not len(faces) or not len(where): return owner
  size = np.exp(answer[where, 4:6])
  corner = CORNER[where] + answer[where, 2:4] - size / 2
  boxes = np.hstack([corner, size]) * STRIDE[where, None]
  overlap = intersection_over_union(boxes, faces[:, :4])
  owner[where] = np.where(overlap.max(1) > 0.35, overlap.argmax(1), -1)
  return owner


def learn(target, face, own, score):
  """Makes the teacher's cells answer for the face; where it has none, the cell in the middle, its neighbours free."""
  middle, around = middles(face)
  if not len(own):
    target[around, 0] *= target[around, 1] > 0
    own = middle
  if not len(own): return
  best = own[score[own].argmax()]
  target[best, 2:4] = np.maximum(target[best, 2:4], SURE)
  target[own, 0], target[own, 1] = 1, target[own, 2]
  centre, stride = face[:2] + face[2:4] / 2, STRIDE[own, None]
  target[own, 4:6], target[own, 6:8] = centre / stride - CORNER[own], np.log(face[2:4] / stride)
  target[own, 8:] = face[5:] / stride - np.tile(CORNER[own], 5)


def middles(face):
  """The cell that holds the middle of the face, of the stride for its size, and the cells around it."""
  side = max(face[2], face[3])
  stride = STRIDES[0] if side < 48 else STRIDES[1] if side < 112 else STRIDES[2]
  away = np.abs(CORNER - (face[:2] + face[2:4] / 2) // stride).max(1)
  return np.flatnonzero((STRIDE == stride) & (away == 0)), np.flatnonzero((STRIDE == stride) & (away == 1))


def ignored(face):
  """The cells within the box of a face that is not to be learnt."""
  middle = (CORNER + 0.5) * STRIDE[:, None]
  return (np.abs(middle - face[:2] - face[2:4] / 2) <= face[2:4] / 2 + STRIDE[:, None] / 2).all(1)
