"""The per-chunk loop that the reference implementations use, on lists from standard input; prints seconds and a sum."""
import json
import math
import sys
import time

request = json.load(sys.stdin)
sizes, variances, chunk_size = request["sizes"], request["variances"], request["chunkSize"]
other_dim, other_variance, embedding_dim = request["otherDim"], request["otherVariance"], request["embeddingDim"]

start = time.perf_counter()
chunk_variances = []
tensor, left = 0, sizes[0]
for chunk in range(math.ceil(sum(sizes) / chunk_size)):
    room, used, total = chunk_size, 0, 0.0
    while room > 0 and tensor < len(sizes):
        taken = min(room, left)
        total += taken * variances[tensor]
        used += taken
        room -= taken
        left -= taken
        if left == 0:
            tensor += 1
            left = sizes[tensor] if tensor < len(sizes) else 0
    chunk_variances.append(total / used)
stds = []
for variance in chunk_variances:
    wanted = ((other_dim + embedding_dim) * variance - other_dim * other_variance) / embedding_dim
    stds.append(math.sqrt(max(1e-5, wanted)))
print(json.dumps({"seconds": time.perf_counter() - start, "count": len(stds), "sum": math.fsum(stds)}))
