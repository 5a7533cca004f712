{{- define "quaestor.labels" -}}
app.kubernetes.io/name: quaestor
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Of one part: dict "root" $ "part" "worker" */}}
{{- define "quaestor.selector" -}}
app.kubernetes.io/name: quaestor
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "quaestor.name" -}}
{{ printf "%s-%s" (.root.Release.Name | trunc 50 | trimSuffix "-") .part }}
{{- end }}

{{- define "quaestor.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}

{{- define "quaestor.vaultClaim" -}}
{{ .Values.vault.existingClaim | default (include "quaestor.name" (dict "root" . "part" "vault")) }}
{{- end }}

{{/* What every pod has in common. */}}
{{- define "quaestor.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* One of a part stays where a node goes. */}}
{{- define "quaestor.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "quaestor.selector" . | nindent 8 }}
{{- end }}

{{- define "quaestor.container" -}}
image: {{ include "quaestor.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- define "quaestor.temporalEnv" -}}
- { name: QUAESTOR_TEMPORAL_TARGET, value: {{ .Values.temporal.target | quote }} }
- { name: QUAESTOR_TEMPORAL_NAMESPACE, value: {{ .Values.temporal.namespace | quote }} }
{{- if .Values.temporal.tls }}
- { name: QUAESTOR_TEMPORAL_TLS, value: "true" }
{{- end }}
{{- with .Values.temporal.serverName }}
- { name: QUAESTOR_TEMPORAL_SERVER_NAME, value: {{ . | quote }} }
{{- end }}
{{- if .Values.temporal.tlsSecret }}
- { name: QUAESTOR_TEMPORAL_CA_FILE, value: /run/temporal-tls/ca.crt }
{{- if .Values.temporal.tls }}
- { name: QUAESTOR_TEMPORAL_CLIENT_CERTIFICATE_FILE, value: /run/temporal-tls/tls.crt }
- { name: QUAESTOR_TEMPORAL_CLIENT_KEY_FILE, value: /run/temporal-tls/tls.key }
{{- end }}
{{- end }}
{{- if .Values.temporal.apiKeySecret }}
- { name: QUAESTOR_TEMPORAL_API_KEY_FILE, value: /run/temporal-api-key/api-key }
{{- end }}
{{- end }}

{{- define "quaestor.temporalMounts" -}}
{{- if .Values.temporal.tlsSecret }}
- { name: temporal-tls, mountPath: /run/temporal-tls, readOnly: true }
{{- end }}
{{- if .Values.temporal.apiKeySecret }}
- { name: temporal-api-key, mountPath: /run/temporal-api-key, readOnly: true }
{{- end }}
{{- end }}

{{- define "quaestor.temporalVolumes" -}}
{{- if .Values.temporal.tlsSecret }}
- { name: temporal-tls, secret: { secretName: {{ .Values.temporal.tlsSecret }} } }
{{- end }}
{{- if .Values.temporal.apiKeySecret }}
- { name: temporal-api-key, secret: { secretName: {{ .Values.temporal.apiKeySecret }} } }
{{- end }}
{{- end }}

{{/* dict "env" map "secrets" list */}}
{{- define "quaestor.moreEnv" -}}
{{- range $name, $value := .env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "quaestor.dns" -}}
- to:
    - namespaceSelector: {}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end }}

{{- define "quaestor.toTemporal" -}}
- ports: [{ protocol: TCP, port: {{ .Values.networkPolicy.temporalPort }} }]
  {{- with .Values.networkPolicy.temporalPeers }}
  to: {{ toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "quaestor.toMetrics" -}}
{{- if .Values.metrics.otlpUrl }}
- ports: [{ protocol: TCP, port: {{ .Values.networkPolicy.metricsPort }} }]
  {{- with .Values.networkPolicy.metricsPeers }}
  to: {{ toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
