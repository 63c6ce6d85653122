import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishImport
import BurnishTraining

extension Failure {
  /// The line for a user. It names the command's options as valid choices.
  var lineWithOptions: String {
    guard let choice else { return description }
    return Failure(kind, subject, found: found, wanted: wanted(choice)).description
  }

  /// The valid choices, by options of the command if it has them.
  private func wanted(_ choice: Choice) -> String {
    func takes(_ option: String) -> Bool { Arguments.command.takes(option) }
    if choice.leftOut == "residual" { return "neither --residual nor --no-residual" }
    if let parameter = choice.leftOut { return "no --\(parameter)" }
    return switch choice {
    case .model where takes("--model"): "--model with \(wanted)"
    case .guide where takes("--guide"): "--guide FILE, or --model with \(wanted)"
    case .guide where Arguments.given.contains("--unguided"):
      "no --unguided, or --model with \(wanted)"
    case .guide: "--model with \(wanted)"
    case .dataSet where takes("--data"): "\(wanted), below --data or BURNISH_DATA"
    case .set where takes("--set"): "--set with \(wanted)"
    case .sigma where takes("--sigma"): "--sigma S"
    case .nonFiniteIsInvalid:
      takes("--nan-holes")
        ? "finite depth, or --nan-holes to take such samples for holes" : "finite depth"
    case .heights: takes("--kind") ? "\(wanted) (--kind height)" : "depth from 0 on"
    case .heightFile where Arguments.given.contains("--no-data"):
      "\(wanted); --no-data means --kind height"
    case .noData where takes("--no-data"): "a number, or --no-data N"
    case .resuming: "another folder, or --resume to go on with it"
    case .report: "a file of --json"
    case .residual: "--residual for DJFR or --no-residual for DJF"
    case .purpose: "--factor N for upsampling, or --sigma S for noise reduction"
    default: wanted
    }
  }
}
