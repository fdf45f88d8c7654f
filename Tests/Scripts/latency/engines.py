"""Runs one network in one engine, driven line by line as `facetui-bench serve` is; compare_latency.py starts it.

    python engines.py openvino|onnxruntime|ncnn MODEL SHAPE THREADS INPUT OUTPUT

Prints `idle` and waits for a line; loads the model, runs it once and prints `ready` with the number of values of each
output; writes them to OUTPUT. Then every line holds a number of runs, and the answer their times in milliseconds.
All engines compute in float32 (OpenVINO and ncnn would otherwise choose narrower types where the machine has them).
"""

import math
import sys
import time

import numpy as np


def openvino(path, image, threads):
    import openvino

    yield
    core = openvino.Core()
    model = core.read_model(path)
    model.reshape(list(image.shape))
    settings = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": "1",
                "INFERENCE_NUM_THREADS": str(threads)}
    request = core.compile_model(model, "CPU", settings).create_infer_request()
    request.set_input_tensor(openvino.Tensor(image, shared_memory=True))
    outputs = range(len(model.outputs))

    def run():
        request.infer(share_outputs=True)
        return [request.get_output_tensor(index).data for index in outputs]

    yield run


def onnxruntime(path, image, threads):
    import onnxruntime

    yield
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    settings.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    feed = {session.get_inputs()[0].name: image}
    yield lambda: session.run(None, feed)


def ncnn(path, image, threads):
    """The path is that of pnnx's files without .param and .bin. ncnn has no batches: their images follow each other."""
    import ncnn

    yield
    net = ncnn.Net()
    options = net.opt
    options.num_threads = threads
    for name in dir(options):
        if name.startswith(("use_fp16", "use_bf16", "use_int8")):
            setattr(options, name, False)
    options.use_vulkan_compute = False
    if net.load_param(path + ".param") or net.load_model(path + ".bin"):
        sys.exit(f"ncnn cannot load {path}")
    names = sorted(net.output_names(), key=lambda name: int(name.removeprefix("out")))

    def run_one(picture):
        extractor = net.create_extractor()
        extractor.input("in0", picture)
        return [extractor.extract(name)[1] for name in names]

    # Clones, as ncnn crashes on memory that NumPy owns.
    pictures = [ncnn.Mat(picture).clone() for picture in image]

    def run():
        results = [run_one(picture) for picture in pictures]
        return [np.stack([np.array(result[index]) for result in results]) for index in range(len(names))]

    yield run


def main():
    engine, path, shape, threads, input_path, output_path = sys.argv[1:]
    shape = [int(size) for size in shape.split("x")]
    image = np.fromfile(input_path, np.float32, math.prod(shape)).reshape(shape)
    stages = {"openvino": openvino, "onnxruntime": onnxruntime, "ncnn": ncnn}[engine](path, image, int(threads))
    next(stages)
    print("idle", flush=True)
    sys.stdin.readline()
    run = next(stages)
    results = run()
    print("ready", *(result.size for result in results), flush=True)
    np.concatenate([np.ravel(result) for result in results]).astype(np.float32).tofile(output_path)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1000)
        print(*(f"{value:.4f}" for value in times), flush=True)


if __name__ == "__main__":
    main()
