import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Several degradations at once, and the paper's own way.
extension RestorationCommandTests {

}
