#!/bin/sh
# Proves the recipe of docs/training from photos to a pack: trains both networks for about a minute each on the drawn
# faces, with the bundled networks as teachers, exports them, makes a pack of them and runs the program with it.
# The networks learn those few photos by heart; what is judged is that every step works and that the losses fall.
# Usage: train_tiny.sh [FOLDER], which keeps everything. PYTHON and FACETUI name the two programs.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
recipe=$root/docs/training
python=${PYTHON:-python3}
facetui=${FACETUI:-$root/.build/release/facetui}
bundled=$root/assets/models/facetui-mini
work=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
export PYTHONWARNINGS=ignore::DeprecationWarning
mkdir -p "$work/photos" "$work/album"

say() { printf '\n== %s\n' "$1"; }

# fell FILE COLUMN... : the run went on where it stopped, and each column's last value is below its first.
fell() {
  file=$1
  shift
  for column; do
    awk -F, -v c="$column" '
      $1 + 0 <= seen { print FILENAME ": begins anew after " seen; exit failed = 1 }
      { seen = $1 + 0; last = $c + 0 }
      NR == 1 { first = $c + 0 }
      END { print FILENAME ": loss " c - 2 " from " first " to " last; exit failed || NR < 2 || last >= first }
    ' "$file" || { echo "$file: the losses did not fall, or not in one run" >&2; exit 1; }
  done
}

say "one folder for each person, group photos beside them"
echo "file,person" > "$work/labels.csv"
for photo in "$root"/Tests/Fixtures/drawn/*/*.jpg; do
  name=$(basename "$photo")
  person=$(expr "$name" : '.*\(alf\|bela\|carl\|dora\|emil\|fay\)' || true)
  case $name in *_and_* | two_* | family* | empty*) person= ;; esac
  mkdir -p "$work/photos/$person"
  cp "$photo" "$work/photos/$person/"
  [ -z "$person" ] || { cp "$photo" "$work/album/"; echo "$name,$person" >> "$work/labels.csv"; }
done

say "aligned crops"
"$python" "$recipe/crop.py" "$work/photos" "$work/shards" --detector "$bundled/detector.onnx"

say "recogniser, stopped once and taken up again"
for samples in 160 1600; do
  "$python" "$recipe/recogniser.py" --data "$work/shards" --teacher "$bundled/recognizer.onnx" --out "$work/recogniser" \
    --samples $samples --forced 400 --batch 8 --people 0.1 --threads 1
done
fell "$work/recogniser/losses.csv" 3 4 5

say "detector, stopped once and taken up again"
for samples in 160 1600; do
  "$python" "$recipe/detector.py" --data "$work/photos" --teacher "$bundled/detector.onnx" \
    --dense "$bundled/detector.onnx" --out "$work/detector" --samples $samples --batch 8 --threads 1
done
fell "$work/detector/losses.csv" 3 4 5

say "export"
"$python" "$recipe/export.py" "$work/recogniser/checkpoint.pt" "$work/recognizer.onnx"
"$python" "$recipe/export_detector.py" "$work/detector/checkpoint.pt" "$work/detector.onnx"
"$python" "$recipe/evaluate_detector.py" "$work/detector.onnx@0.5" --photos "$work/photos" \
  --reference "$bundled/detector.onnx"

say "recogniser, taken up again from its ONNX file"
"$python" "$recipe/unfold.py" "$work/recognizer.onnx" --data "$work/shards" --out "$work/unfolded"
"$python" "$recipe/recogniser.py" --data "$work/shards" --teacher "$bundled/recognizer.onnx" --out "$work/unfolded" \
  --samples 960 --rate 0.002 --forced 0 --middle 0 --batch 8 --threads 1
fell "$work/unfolded/losses.csv" 3

say "pack"
rm -rf "$work/tiny"
"$facetui" pack import "$work/recognizer.onnx" --detector "$work/detector.onnx" --output "$work/tiny"

say "the program with it"
"$facetui" faces "$work/album/carl_portrait.jpg" --pack "$work/tiny" --cache "$work/cache"
"$facetui" eval album "$work/album" --labels "$work/labels.csv" --pack "$work/tiny" --cache "$work/cache"
say "every step worked"
