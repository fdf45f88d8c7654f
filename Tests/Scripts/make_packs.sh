#!/bin/sh
# Builds two model packs from public networks for tests and measurements: scrfd-mobilefacenet and yunet-mobilefacenet.
# Usage: make_packs.sh FOLDER [FOLDER_OF_THE_ONNX_FILES]; afterwards FACETUI_PACKS=FOLDER finds them by name.
set -eu
target=${1:?usage: make_packs.sh FOLDER [FOLDER_OF_THE_ONNX_FILES]}
models=${2:-$(dirname "$0")/../../../shared/models}
models=$(cd "$models" && pwd)

digest() { sha256sum "$1" | cut -d' ' -f1; }

# pack NAME LICENCE DETECTOR_FILE DETECTOR_SETTINGS
pack() {
  folder=$target/$1
  mkdir -p "$folder"
  ln -sf "$models/$3" "$folder/detector.onnx"
  ln -sf "$models/arcface_mobilefacenet.onnx" "$folder/recogniser.onnx"
  cat > "$folder/pack.json" <<END
{
  "name": "$1",
  "version": "1",
  "licence": "$2",
  "detector": {
    "file": "detector.onnx",
    "sha256": "$(digest "$folder/detector.onnx")",
    "inputSize": 640,
    $4
  },
  "recogniser": {
    "file": "recogniser.onnx",
    "sha256": "$(digest "$folder/recogniser.onnx")",
    "colour": "rgb", "mean": 0, "scale": 1, "inputSize": 112, "template": "arcface", "mirror": true, "dimensions": 128
  },
  "thresholds": { "safe": 0.45, "balanced": 0.40, "everything": 0.33 }
}
END
}

pack scrfd-mobilefacenet "non-commercial research" scrfd_500m.onnx \
  '"layout": "scrfd", "colour": "rgb", "mean": 127.5, "scale": 0.0078125, "threshold": 0.5, "nmsThreshold": 0.4'
pack yunet-mobilefacenet "MIT (detector), non-commercial research (recogniser)" yunet_n.onnx \
  '"layout": "yunet", "colour": "bgr", "mean": 0, "scale": 1, "threshold": 0.6, "nmsThreshold": 0.3'
