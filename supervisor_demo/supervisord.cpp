#include "supervisor_demo/daemon/run.hpp"

int main(int argc, char** argv) {
    return supervisor::run(argc > 0 ? argv[0] : "supervisord",
                           std::vector<std::string>(argv + (argc > 0), argv + argc));
}
