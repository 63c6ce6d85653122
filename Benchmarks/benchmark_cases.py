"""What the benchmark times, and who at."""

from dataclasses import dataclass

OURS = "Burnish"


@dataclass(frozen=True)
class Contender:
    """An engine with a case in its own words; `peer` names it in the table."""

    engine: str
    case: str
    label: str


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    contenders: tuple[Contender, ...]
    reference: str  # the label that the goal names
    goal: float  # ratio of the reference's time to ours
    tolerance: float = 1e-3  # of results, relative to the largest sample
    agreeing: float = 1  # the share of the samples that have to be within it
    memory_goal: float | None = None  # ratio of the reference's peak memory to ours


def torch_layouts(case: str) -> tuple[Contender, ...]:
    return (
        Contender("torch", case, "PyTorch, contiguous"),
        Contender("torch", f"{case}:channels-last", "PyTorch, channels last"),
    )


def network(
    name: str, title: str, goal: float, memory_goal: float | None = None, others: tuple[Contender, ...] = ()
) -> Case:
    contenders = (
        Contender("burnish", name, OURS),
        *torch_layouts(name),
        *others,
        Contender("onnxruntime", name, "ONNX Runtime"),
        Contender("openvino", name, "OpenVINO"),
    )
    return Case(name, title, contenders, "PyTorch", goal, memory_goal=memory_goal)


CASES = (
    network(
        "fdkn",
        "FDKN inference, 640x480",
        4,
        memory_goal=2,
        others=(Contender("torch", "fdkn:windows", "PyTorch, contiguous, windows copied as the authors' release does"),),
    ),
    Case(
        "dkn",
        "DKN inference, 640x480; PyTorch by shift and stitch in 16 passes",
        (Contender("burnish", "dkn", OURS), *torch_layouts("dkn")),
        "PyTorch",
        2.5,
        memory_goal=2,
    ),
    network("djfr", "DJFR inference, 640x480", 3),
    network("stack", "Autoencoder stack, 20 layers of 64 maps, inference, 640x480", 5),
    Case(
        "deepam",
        "DeepAM inference, three rounds, 481x321; PyTorch with the same conjugate gradients",
        (
            Contender("burnish", "deepam", OURS),
            Contender("burnish", "deepam:reconstructions", "Burnish, the three reconstructions alone"),
            *torch_layouts("deepam"),
        ),
        "PyTorch",
        4,
    ),
    Case(
        "rbdn",
        "RBDN inference, three branches, gray, 640x480",
        (Contender("burnish", "rbdn", OURS), *torch_layouts("rbdn")),
        "PyTorch",
        3,
        # Where two samples of a pooling window are equal but for rounding, unpooling puts features beside where
        # another engine does, and what lies around them differs.
        agreeing=0.98,
    ),
    Case(
        "rbdn-training",
        "RBDN, three branches, training step with Adam, 16 crops of 128x128",
        (Contender("burnish", "rbdn-training", OURS), *torch_layouts("rbdn-training")),
        "PyTorch",
        2.5,
        tolerance=5e-3,  # for the same reason
    ),
    Case(
        "descent",
        "Descent on the autoencoding prior, 20 of its 300 iterations, color, 128x128",
        (Contender("burnish", "descent", OURS), *torch_layouts("descent")),
        "PyTorch",
        3,
        tolerance=5e-3,  # twenty steps on end add up what rounding makes of each
    ),
    Case(
        "training",
        "Autoencoder stack, training step with Adam, 32 patches of 40x40",
        (Contender("burnish", "training", OURS), *torch_layouts("training")),
        "PyTorch",
        2.5,
    ),
    Case(
        "convolution",
        "Convolution 3x3, 64 to 64 channels, bias and ReLU, 640x480",
        (
            Contender("burnish", "convolution", OURS),
            Contender("burnish", "convolution:weights", "Burnish, plain weights at every call"),
            Contender("c", "convolution", "oneDNN from C, Winograd"),
            Contender("c", "convolution:direct", "oneDNN from C, direct"),
            *torch_layouts("convolution"),
        ),
        "oneDNN from C, Winograd",
        0.95,
    ),
)
