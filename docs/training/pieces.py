"""Divides a folder into pieces for slow links, and puts them together again.

    python pieces.py split shards pieces --size 55
    python pieces.py join pieces shards
"""
import argparse
import glob
import hashlib
import io
import os
import tarfile


def main():
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("what", choices=("split", "join"))
  parser.add_argument("source")
  parser.add_argument("out")
  parser.add_argument("--size", type=float, default=55, help="megabytes that a piece has at most")
  options = parser.parse_args()
  os.makedirs(options.out, exist_ok=True)
  if options.what == "split": split(options.source, options.out, int(options.size * 1e6))
  else: join(options.source, options.out)


class Pieces(io.RawIOBase):
  """A stream into piece-00, piece-01, … of `size` bytes each."""

  def __init__(self, folder, size):
    self.folder, self.size, self.count, self.file = folder, size, 0, None
    self.sum = hashlib.sha256()

  def writable(self):
    return True

  def write(self, data):
    data, rest = memoryview(data), len(data)
    self.sum.update(data)
    while rest:
      if self.file is None or self.file.tell() == self.size: self.next()
      part = data[len(data) - rest:][:self.size - self.file.tell()]
      self.file.write(part)
      rest -= len(part)
    return len(data)

  def next(self):
    if self.file: self.file.close()
    self.file = open(f"{self.folder}/piece-{self.count:02}", "wb")
    self.count += 1


def split(source, out, size):
  pieces = Pieces(out, size)
  with tarfile.open(fileobj=pieces, mode="w|") as archive: archive.add(source, arcname=".")
  pieces.file.close()
  with open(f"{out}/sha256", "w") as file: file.write(pieces.sum.hexdigest())
  print(f"{pieces.count} pieces")


def join(source, out):
  data = io.BytesIO()
  for path in sorted(glob.glob(f"{source}/piece-*")):
    with open(path, "rb") as file: data.write(file.read())
  with open(f"{source}/sha256") as file: wanted = file.read()
  if hashlib.sha256(data.getbuffer()).hexdigest() != wanted:
    raise SystemExit(f"{source}: a piece is missing or damaged; copy the pieces again.")
  data.seek(0)
  with tarfile.open(fileobj=data) as archive: archive.extractall(out, filter="data")


if __name__ == "__main__": main()
