// The rival: LEMON's network simplex on one problem, as often as asked.
// Usage: lemon FILE, then one line on standard input for each run.
// FILE holds little-endian 32-bit whole numbers: node count, arc count, whether supply exceeds demand, the
// supplies, then tail, head, lower, capacity and cost arrays; a capacity below zero means no limit.
// Each answer: objective, milliseconds of processor time to build the graph, to set up the solver, to solve; peak memory in megabytes.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

// Processor time, which other work on the machine disturbs less than the time of day.
using Clock = std::clock_t;
static double ms(Clock a, Clock b) { return 1000.0 * (b - a) / CLOCKS_PER_SEC; }

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  FILE* file = std::fopen(argv[1], "rb");
  if (!file) return 3;
  auto read = [&](size_t count) {
    std::vector<int32_t> values(count);
    if (count && std::fread(values.data(), 4, count, file) != count) std::exit(4);
    return values;
  };
  auto header = read(3);
  const int n = header[0], m = header[1];
  auto supply = read(n), tail = read(m), head = read(m), lower = read(m), capacity = read(m), cost = read(m);
  std::fclose(file);
  std::string line;
  while (std::getline(std::cin, line)) {
    using Graph = lemon::SmartDigraph;
    using Simplex = lemon::NetworkSimplex<Graph, int, int>;
    auto t0 = std::clock();
    Graph graph;
    graph.reserveNode(n);
    graph.reserveArc(m);
    for (int u = 0; u < n; u++) graph.addNode();
    for (int a = 0; a < m; a++) graph.addArc(graph.nodeFromId(tail[a]), graph.nodeFromId(head[a]));
    Graph::ArcMap<int> low(graph), cap(graph), price(graph);
    Graph::NodeMap<int> sup(graph);
    auto t1 = std::clock();
    Simplex simplex(graph);
    for (int a = 0; a < m; a++) {
      auto arc = graph.arcFromId(a);
      low[arc] = lower[a];
      cap[arc] = capacity[a] < 0 ? simplex.INF : capacity[a];
      price[arc] = cost[a];
    }
    for (int u = 0; u < n; u++) sup[graph.nodeFromId(u)] = supply[u];
    simplex.lowerMap(low).upperMap(cap).costMap(price).supplyMap(sup);
    simplex.supplyType(header[2] ? Simplex::LEQ : Simplex::GEQ);
    auto t2 = std::clock();
    auto status = simplex.run();
    auto t3 = std::clock();
    long long objective = status == Simplex::OPTIMAL ? simplex.totalCost<long long>() : -1;
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::cout << objective << ' ' << ms(t0, t1) << ' ' << ms(t1, t2) << ' ' << ms(t2, t3) << ' ' << used.ru_maxrss / 1024
              << std::endl;
  }
}
